import { browser } from "@web/core/browser/browser";

/**
 * Calls again and again, in a hidden tab as well: there a page's own timers come once a
 * minute, those of a worker as they were set.
 */
export const ticker = {
    /** @returns {Function} ends it */
    every(ms, callback) {
        const worker = this.worker(ms);
        if (worker) {
            worker.onmessage = () => callback();
            return () => worker.terminate();
        }
        const timer = browser.setInterval(callback, ms);
        return () => browser.clearInterval(timer);
    },

    worker(ms) {
        const code = `setInterval(() => postMessage(0), ${Number(ms)})`;
        const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
        try {
            return new Worker(url);
        } catch {
            // a browser that forbids it: the page's timers must do
            return null;
        } finally {
            URL.revokeObjectURL(url);
        }
    },
};
