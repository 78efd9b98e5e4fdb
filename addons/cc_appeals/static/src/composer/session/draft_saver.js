import { browser } from "@web/core/browser/browser";
import { faultOf } from "./reply_fault";

const PAUSE_MS = 1000;
const AGAIN_MS = 5000;

/**
 * Brings the words of a reply session to the server: one request at a time, again after a
 * lost connection, never over somebody else's text.
 */
export class DraftSaver {
    /** @param {ReplySession} session the reactive one: the screen watches what is written here */
    constructor(session, { call, store }) {
        this.session = session;
        this.call = call;
        this.store = store;
        this.edits = 0;
        this.onOnline = () => this.save();
    }

    start() {
        browser.addEventListener("online", this.onOnline);
    }

    /** The words have changed: keep them here at once, there when the hands rest. */
    changed() {
        this.edits++;
        this.session.isDirty = true;
        this.keep();
        this.later(PAUSE_MS);
    }

    keep() {
        const { values, token } = this.session;
        this.store.write({ ...values, token });
    }

    later(milliseconds) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.save(), milliseconds);
    }

    /** Go on after a pause: what was not sent is still a draft. */
    resume() {
        if (this.session.isDirty && !this.isOver) {
            this.later(PAUSE_MS);
        }
    }

    /** @returns {Promise<boolean>} whether the server has every word now */
    async save() {
        browser.clearTimeout(this.timer);
        while (this.running) {
            await this.running;
        }
        const { isDirty, conflict, isSending } = this.session;
        if (!isDirty || conflict || isSending) {
            return !conflict;
        }
        this.running = this.push().finally(() => {
            this.running = null;
        });
        return this.running;
    }

    async push() {
        const { session, edits } = this;
        const values = session.values;
        try {
            const answer = await this.call("reply_save", values);
            this.saved(answer, edits === this.edits);
        } catch (error) {
            this.failed(error);
        }
        this.sent = values;
        return !session.isDirty;
    }

    saved({ conflict, ...draft }, isWhole) {
        const { session } = this;
        session.unsaved = "";
        if (conflict && this.isOwn(conflict)) {
            // an earlier request came through although its answer did not
            session.draft.version = conflict.version;
            this.later(0);
            return;
        }
        if (conflict) {
            session.conflict = conflict;
            return;
        }
        Object.assign(session.draft, draft);
        if (isWhole) {
            session.isDirty = false;
            this.store.clear();
        } else {
            this.keep();
        }
    }

    isOwn({ subject, body }) {
        return [this.sent, this.session.words].some(
            (words) => words?.subject === subject && words.body === body
        );
    }

    failed(error) {
        const { sentence, isPassing } = faultOf(error);
        this.session.unsaved = String(sentence);
        if (isPassing && !this.isOver) {
            this.later(AGAIN_MS);
        }
    }

    /** Nothing is left to save: the words were sent, thrown away or replaced. */
    settle() {
        browser.clearTimeout(this.timer);
        this.session.isDirty = false;
        this.session.unsaved = "";
        this.store.clear();
    }

    stop() {
        this.isOver = true;
        browser.removeEventListener("online", this.onOnline);
        const last = this.save();
        browser.clearTimeout(this.timer);
        return last;
    }
}
