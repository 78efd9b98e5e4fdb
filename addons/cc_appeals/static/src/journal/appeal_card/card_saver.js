import { browser } from "@web/core/browser/browser";
import { Reactive } from "@web/core/utils/reactive";
import { faultOf } from "../../composer/session/reply_fault";

const AGAIN_MS = 5000;

/** Saves what is changed in the card by itself; what is not saved yet stays, and says why. */
export class CardSaver extends Reactive {
    // why the last change is not saved, and whether it is tried again by itself
    unsaved = "";
    isPassing = false;
    isSaving = false;
    isSaved = false;

    /** @param {() => Record} record of the card */
    constructor(record) {
        super();
        this.record = record;
    }

    /** A field was changed: the others that change with it come first. */
    changed() {
        this.isSaved = false;
        this.later(0);
    }

    later(milliseconds) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.save(), milliseconds);
    }

    async save() {
        browser.clearTimeout(this.timer);
        const record = this.record();
        if (!record?.dirty) {
            return;
        }
        this.isSaving = true;
        const isSaved = await record.save({ onError: (error) => this.failed(error) });
        this.isSaving = false;
        if (isSaved) {
            Object.assign(this, { unsaved: "", isSaved: true });
        }
    }

    failed(error) {
        const { sentence, isPassing } = faultOf(error);
        Object.assign(this, { unsaved: String(sentence), isPassing });
        if (isPassing && !this.isOver) {
            this.later(AGAIN_MS);
        }
        return false;
    }

    /** Back to what the server has. */
    async discard() {
        browser.clearTimeout(this.timer);
        await this.record().discard();
        this.unsaved = "";
    }

    /** The card goes: its last words still go to the server. */
    stop() {
        this.isOver = true;
        this.save();
    }
}
