import { onWillDestroy } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

const CHANNEL = "cc_journal";
// a tab that crashed says nothing: who does not answer is not there
const ASK_MS = 20000;
const ANSWER_MS = 1000;

/**
 * Know of other tabs of this browser that have the Journal open: the one that had it first
 * is where calls open; when it closes, the next takes its part.
 */
export function useSecondTab(journal) {
    const channel = new browser.BroadcastChannel(CHANNEL);
    const since = Date.now() + Math.random();
    let earlier = new Set();
    let answers = earlier;
    let timer = null;
    const tell = (what) => channel.postMessage({ what, since });
    const renew = () => {
        journal.isSecond = earlier.size > 0;
    };
    channel.onmessage = ({ data }) => {
        for (const tabs of [earlier, answers]) {
            if (data.what === "gone") {
                tabs.delete(data.since);
            } else if (data.since < since) {
                tabs.add(data.since);
            }
        }
        if (data.what === "come") {
            tell("here");
        }
        renew();
    };
    const ask = () => {
        answers = new Set();
        tell("come");
        timer = browser.setTimeout(() => {
            earlier = answers;
            renew();
            timer = browser.setTimeout(ask, ASK_MS);
        }, ANSWER_MS);
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
        browser.clearTimeout(timer);
        leave();
        channel.close();
    });
    ask();
}
