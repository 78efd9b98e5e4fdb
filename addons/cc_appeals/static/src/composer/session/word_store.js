import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

/** Words the server does not have yet, kept by this tab: they survive F5 and a crash of the page. */
export class WordStore {
    constructor(resModel, resId) {
        this.key = `cc_reply:${user.userId}:${resModel}:${resId}`;
    }

    read() {
        try {
            return JSON.parse(browser.sessionStorage.getItem(this.key));
        } catch {
            return null;
        }
    }

    write(words) {
        try {
            browser.sessionStorage.setItem(this.key, JSON.stringify(words));
        } catch {
            // the storage is full or forbidden: the page still has the words, and the server soon
        }
    }

    clear() {
        browser.sessionStorage.removeItem(this.key);
    }
}
