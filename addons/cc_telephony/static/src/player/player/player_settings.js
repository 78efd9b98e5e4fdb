import { browser } from "@web/core/browser/browser";

export const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const KEY = "cc_player";

/** @returns {{ speed: number, volume: number }} as this user left them, on this machine */
export function readSettings() {
    let kept = {};
    try {
        kept = JSON.parse(browser.localStorage.getItem(KEY)) || {};
    } catch {
        // somebody else's words under our key
    }
    const volume = Number(kept.volume ?? 1);
    return {
        speed: SPEEDS.includes(kept.speed) ? kept.speed : 1,
        volume: volume >= 0 && volume <= 1 ? volume : 1,
    };
}

export function keepSettings({ speed, volume }) {
    browser.localStorage.setItem(KEY, JSON.stringify({ speed, volume }));
}
