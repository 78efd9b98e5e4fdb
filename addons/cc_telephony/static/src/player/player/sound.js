import { onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { keepSettings, readSettings } from "./player_settings";

// one voice at a time on a page
let speaking = null;

/**
 * An audio element as state: where it is, whether it plays, how fast and how loud.
 *
 * @param {{ el: HTMLAudioElement }} audio a ref
 * @param {Function} onFault called when it cannot be played (any more)
 */
export function useSound(audio, onFault) {
    const state = useState({ ...readSettings(), isPlaying: false, position: 0 });
    let frame = 0;
    // where it was before its sound was there, and where a broken one goes on
    let start = 0;

    /** Move smoothly, unless the user's system asks for little motion. */
    function follow() {
        browser.cancelAnimationFrame(frame);
        if (browser.matchMedia("(prefers-reduced-motion: reduce)").matches) {
            return;
        }
        const step = () => {
            sound.onTime();
            frame = browser.requestAnimationFrame(step);
        };
        frame = browser.requestAnimationFrame(step);
    }

    const sound = {
        state,
        isOpen: false,
        open(url) {
            audio.el.src = url;
            sound.isOpen = true;
        },
        async play() {
            if (speaking !== sound) {
                speaking?.pause();
            }
            speaking = sound;
            audio.el.playbackRate = state.speed;
            audio.el.volume = state.volume;
            try {
                await audio.el.play();
            } catch (error) {
                // pressed again before it began, or the browser wants one more press
                if (!["AbortError", "NotAllowedError"].includes(error.name)) {
                    sound.onError();
                }
            }
        },
        pause() {
            audio.el?.pause();
        },
        seek(position) {
            start = position;
            state.position = position;
            if (sound.isOpen) {
                audio.el.currentTime = position;
            }
        },
        setSpeed(speed) {
            state.speed = speed;
            audio.el.playbackRate = speed;
            keepSettings(state);
        },
        setVolume(volume) {
            state.volume = volume;
            audio.el.volume = volume;
            keepSettings(state);
        },
        // what the element tells
        onLoaded() {
            if (start) {
                audio.el.currentTime = start;
            }
            // a new source begins at the usual speed
            audio.el.playbackRate = state.speed;
            sound.onTime();
        },
        onTime() {
            state.position = audio.el.currentTime;
        },
        onPlay() {
            state.isPlaying = true;
            follow();
        },
        onPause() {
            state.isPlaying = false;
            browser.cancelAnimationFrame(frame);
        },
        onEnded() {
            sound.onPause();
            sound.seek(0);
        },
        onError() {
            if (sound.isOpen) {
                start = state.position;
                sound.isOpen = false;
                sound.onPause();
                onFault();
            }
        },
    };

    onWillUnmount(() => {
        browser.cancelAnimationFrame(frame);
        sound.isOpen = false;
        sound.pause();
        speaking = speaking === sound ? null : speaking;
    });
    return sound;
}
