import { browser } from "@web/core/browser/browser";
import { Reactive } from "@web/core/utils/reactive";
import { faultOf } from "../../composer/session/reply_fault";
import { WordStore } from "../../composer/session/word_store";

const AGAIN_MS = 5000;

/** A value as a request has it. */
const plain = (value) => (value && typeof value === "object" ? value.id : value || false);

const plainAll = (values) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));

const isEmpty = (values) => !Object.keys(values).length;

/**
 * Saves what is changed in the card by itself, once. Until the server has it, it is kept in
 * this browser: it survives F5 and a lost connection; what others changed meanwhile is never
 * written over unseen.
 */
export class CardSaver extends Reactive {
    /** {field: value} changed here, not sent yet */
    changes = {};
    /** {field: what stood there when it was changed here}, as a request has it */
    base = {};
    /** {changes, base} on its way; null when nothing is */
    sent = null;
    // why the last change is not saved, and whether it is tried again by itself
    unsaved = "";
    isPassing = false;
    /** {field: value} others wrote meanwhile, for the one who decides; else null */
    theirs = null;
    isSaved = false;

    /**
     * @param {{ words: Words, sender: Sender }} services
     * @param {number} appealId
     * @param {{ record: () => Record, stands: () => Object, show: (values: Object) => void }}
     *     card stands: values of the server as last read; show: puts newer ones on the screen
     */
    constructor({ words, sender }, appealId, card) {
        super();
        Object.assign(this, { sender, appealId, card });
        this.store = new WordStore(words, `card:cc.appeal,${appealId}`);
    }

    get isSaving() {
        return Boolean(this.sent);
    }

    /** Values of the server with what was changed here over them. */
    over(values) {
        return { ...values, ...this.sent?.changes, ...this.changes };
    }

    /** Take up what an earlier card, or an earlier page, could not bring. */
    async recall() {
        const { slot } = this.store;
        // another tab is at it: its words are not ready
        if (!(await this.sender.owned.takeFree(slot))) {
            return;
        }
        const waiting = this.sender.hear(slot);
        if (waiting) {
            this.sent = waiting.words;
            this.follow(waiting.answer);
        }
        for (const words of [...this.sender.handBack(slot), this.store.read()]) {
            this.base = { ...words?.base, ...this.base };
            Object.assign(this.changes, words?.changes);
        }
        if (!isEmpty(this.changes)) {
            this.later(0);
        }
    }

    /** A field has another value, or is being typed in. */
    note(name, value) {
        if (!(name in this.changes)) {
            this.base[name] = plain({ ...this.card.stands(), ...this.sent?.changes }[name]);
        }
        this.changes[name] = value;
        if (plain(value) === this.base[name] && !this.theirs) {
            delete this.changes[name];
            delete this.base[name];
        }
        // what was sent while it was typed and is left as it is, is saved still
        this.isSaved &&= isEmpty(this.changes);
        this.keep();
    }

    keep() {
        const { changes, base } = this;
        if (isEmpty(changes)) {
            this.store.clear();
        } else {
            this.store.write({ changes, base });
        }
    }

    /** Fields of the record were changed, not typed in only: they are saved. */
    changed(names) {
        const { data } = this.card.record();
        names.forEach((name) => this.note(name, data[name]));
        this.later(0);
    }

    later(milliseconds) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.save(), milliseconds);
    }

    /** Send what was changed; what is changed meanwhile goes after it. */
    async save() {
        browser.clearTimeout(this.timer);
        const isValid = await this.card.record().checkValidity({ displayNotification: true });
        if (isValid && !this.sent) {
            this.post();
        }
        return isValid;
    }

    post() {
        // nothing to write, or a matter that says nothing
        if (isEmpty(this.changes) || this.changes.name === "") {
            return;
        }
        const sent = { changes: this.changes, base: this.base };
        Object.assign(this, { sent, changes: {}, base: {}, unsaved: "", theirs: null });
        const args = [this.appealId, plainAll(sent.changes), sent.base];
        const call = { model: "cc.journal", method: "journal_save", args };
        const about = { label: this.label(sent.changes), place: this.store.slot, words: sent };
        this.follow(this.sender.send(call, about));
        this.store.clear();
    }

    /** What it is, in the list of what waits. */
    label(changes) {
        const { fields } = this.card.record();
        const say = ([name, value]) =>
            `${fields[name].string}: ${value?.display_name || value || "–"}`;
        return Object.entries(changes).map(say).join(", ");
    }

    async follow(answer) {
        try {
            const { appeal } = await answer;
            this.sent = null;
            this.isSaved = true;
            this.card.show(appeal[this.appealId]);
        } catch (error) {
            this.refused(error);
            return;
        }
        if (!isEmpty(this.changes)) {
            this.later(0);
        }
    }

    refused(error) {
        const { changes, base } = this.sent;
        // what was changed since was changed over it
        this.changes = { ...changes, ...this.changes };
        this.base = { ...this.base, ...base };
        this.sent = null;
        this.keep();
        const { sentence, isPassing } = faultOf(error);
        const theirs = error.data?.context?.changed || null;
        Object.assign(this, { unsaved: String(sentence), isPassing, theirs });
        if (isPassing) {
            this.later(AGAIN_MS);
        }
    }

    /** What others wrote was seen: ours goes over it. */
    overwrite() {
        Object.assign(this.base, plainAll(this.theirs));
        this.theirs = null;
        return this.save();
    }

    /** Back to what the server has. */
    discard() {
        browser.clearTimeout(this.timer);
        const values = { ...this.card.stands(), ...this.theirs };
        Object.assign(this, { changes: {}, base: {}, unsaved: "", theirs: null });
        this.keep();
        this.card.show(values);
    }

    /** The card goes: its last words still go to the server. */
    stop() {
        browser.clearTimeout(this.timer);
        this.post();
        this.sender.leave(this.store.slot);
        this.sender.owned.release(this.store.slot);
    }
}
