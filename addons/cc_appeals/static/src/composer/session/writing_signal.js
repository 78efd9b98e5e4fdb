import { browser } from "@web/core/browser/browser";

// the server forgets a writer who fell silent; say it again before that
const REPEAT_MS = 20000;
const SILENT_MS = 60000;

/** Tells colleagues that somebody writes here, and that it is over. */
export class WritingSignal {
    /** @param {(isWriting: boolean) => Promise} tell */
    constructor(tell) {
        this.tell = tell;
        this.toldAt = 0;
    }

    typed() {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.stop(), SILENT_MS);
        if (Date.now() - this.toldAt >= REPEAT_MS) {
            this.toldAt = Date.now();
            this.tell(true);
        }
    }

    stop() {
        browser.clearTimeout(this.timer);
        if (this.toldAt) {
            this.toldAt = 0;
            this.tell(false);
        }
    }
}
