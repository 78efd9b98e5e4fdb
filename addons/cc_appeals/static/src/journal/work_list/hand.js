import { onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

// a pointer that rests, a focus that is not used: nobody is at it
const REST_MS = 15000;

/**
 * Whether somebody's hand is on a list: the pointer moves over it, or its keys are used.
 * `key` is the row under the pointer.
 */
export function useHand(onLeave) {
    const state = useState({ isOn: false });
    let isOver = false;
    let isFocused = false;
    let timer = null;

    const letGo = () => {
        browser.clearTimeout(timer);
        if (state.isOn) {
            state.isOn = false;
            onLeave();
        }
    };
    const touch = () => {
        state.isOn = true;
        browser.clearTimeout(timer);
        timer = browser.setTimeout(letGo, REST_MS);
    };
    onWillUnmount(() => browser.clearTimeout(timer));

    return {
        key: "",
        get isOn() {
            return state.isOn;
        },
        touch,
        over(ev) {
            isOver = true;
            this.key = ev.target.closest("[data-key]")?.dataset.key || "";
            touch();
        },
        leave() {
            isOver = false;
            this.key = "";
            if (!isFocused) {
                letGo();
            }
        },
        focus() {
            isFocused = true;
            touch();
        },
        blur() {
            isFocused = false;
            if (!isOver) {
                letGo();
            }
        },
    };
}
