import { onMounted, onWillUnmount, useEnv, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { serverNow } from "./server_now";

const TICK_MS = 30000;

// one timer for a board of two hundred clocks
const listeners = new Set();
let timer = null;

function subscribe(listener) {
    listeners.add(listener);
    timer ??= browser.setInterval(() => listeners.forEach((each) => each()), TICK_MS);
}

function unsubscribe(listener) {
    listeners.delete(listener);
    if (!listeners.size) {
        browser.clearInterval(timer);
        timer = null;
    }
}

/**
 * The time by the server: of `env.clock` where a screen hears it again and again.
 *
 * @returns {{ now: DateTime }} renewed every 30 seconds while the component stands
 */
export function useNow() {
    const { clock } = useEnv();
    const read = () => clock?.now() || serverNow();
    const state = useState({ now: read() });
    const tick = () => {
        state.now = read();
    };
    onMounted(() => subscribe(tick));
    onWillUnmount(() => unsubscribe(tick));
    return state;
}
