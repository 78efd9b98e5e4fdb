import { onWillDestroy } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

const CHANNEL = "cc_journal";

/**
 * Know of other tabs of this browser that have the Journal open: the one that had it first
 * is where calls open; when it closes, the next takes its part.
 */
export function useSecondTab(journal) {
    const channel = new browser.BroadcastChannel(CHANNEL);
    const since = Date.now() + Math.random();
    const earlier = new Set();
    const tell = (what) => channel.postMessage({ what, since });
    channel.onmessage = ({ data }) => {
        if (data.what === "gone") {
            earlier.delete(data.since);
        } else if (data.since < since) {
            earlier.add(data.since);
        }
        if (data.what === "come") {
            tell("here");
        }
        journal.isSecond = earlier.size > 0;
    };
    // a tab that is closed says so too, unless its channel went first
    const leave = () => {
        try {
            tell("gone");
        } catch (error) {
            if (error.name !== "InvalidStateError") {
                throw error;
            }
        }
    };
    browser.addEventListener("pagehide", leave);
    onWillDestroy(() => {
        browser.removeEventListener("pagehide", leave);
        leave();
        channel.close();
    });
    tell("come");
}
