import { onMounted, onWillUnmount, toRaw, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Reactive } from "@web/core/utils/reactive";

const desks = new WeakMap();

/** @returns {Object[]} letters that wait, of entries that stand newest first: oldest first */
export function waitingOf(entries) {
    const waiting = entries.filter(({ waits }) => waits);
    return waiting.map(({ key, appeals }) => ({ key, appeals })).reverse();
}

/** Where the actions on a letter that waits are asked: in its card, or beside the appeal. */
const ON_LETTER = ["no_answer", "incident", "spam"];

/**
 * What contact and appeal share while one contact is open: which question is asked in which
 * place, the step asked on the status line, a sentence about what others did meanwhile.
 */
export class Desk extends Reactive {
    // an action whose strip is open, and the entry of the chronology it stands in
    action = "";
    place = "";
    // of the status line: {step, given}
    asked = { step: null, given: null };
    isAdding = false;
    // what the appeal that is added is taken from: [model, id]; null: what is on screen
    addedFrom = null;
    // a paper letter, a visit is written down in the contact's place
    isWritingDown = false;
    // a sentence in place: {text, isError}; isPassing: the next question takes it away
    notice = null;
    // letters that were read and wait, oldest first: {key, appeals}
    waiting = [];
    // what was registered on paper: {text, key of its entry, row it was said over}
    registered = null;
    // our own hand at work, until all is read anew
    running = null;

    /** @param {JournalState} journal */
    constructor(journal) {
        super();
        this.journal = journal;
    }

    /** Another contact is open: nothing of the one before is asked any more. */
    reset() {
        const nothing = { isAdding: false, addedFrom: null, isWritingDown: false, notice: null };
        Object.assign(this, nothing);
        if (this.registered?.row !== this.journal.opened?.key) {
            this.registered = null;
        }
        this.drop();
    }

    /** A letter is in the books: it is said in the contact's place, and shown in the history. */
    tellRegistered(text, contactId) {
        const key = `cc.interaction,${contactId}`;
        this.registered = { text: String(text), key, row: this.journal.opened?.key };
    }

    /** Open the strip of an action; once more closes it. */
    ask(action, place = this.placeOf(action)) {
        const isSame = this.action === action && this.place === place;
        this.drop();
        if (!isSame) {
            Object.assign(this, { action, place });
        }
    }

    /** Ask it of the letter that waits: which one does is known when our hand is done. */
    async askOnLetter(action) {
        while (this.running) {
            await this.running;
        }
        this.ask(action);
    }

    /** Our hand is at something that ends with `work`. */
    hold(work) {
        const running = work.finally(() => {
            if (this.running === running) {
                this.running = null;
            }
        });
        this.running = running;
        return running;
    }

    /** The last letter that waits for what is on screen; another one's is not meant. */
    placeOf(action) {
        const { appealId } = this.journal;
        const isMeant = ({ appeals }) => !appealId || appeals.some(({ id }) => id === appealId);
        const letter = ON_LETTER.includes(action) && this.waiting.findLast(isMeant);
        return letter ? letter.key : "";
    }

    /** Ask a step of the status line, with what is chosen already. */
    askStep(step, given = null) {
        this.drop();
        Object.assign(this.asked, { step, given });
    }

    drop() {
        Object.assign(this, { action: "", place: "" });
        Object.assign(this.asked, { step: null, given: null });
        if (this.notice?.isPassing) {
            this.notice = null;
        }
    }

    /** Our own hand changed something: show it, and ask nothing more. */
    async done() {
        this.drop();
        await this.hold(this.refresh());
    }

    /** Read all that is open anew; what cannot be read now stays as it was. */
    async refresh() {
        if (!this.journal.opened) {
            return;
        }
        try {
            await this.journal.loadContact();
            // not left to the chronology, which draws them a moment later
            const { entries } = this.journal.contact?.chronology || {};
            this.waiting = entries ? waitingOf(entries) : this.waiting;
        } catch (error) {
            this.say(error);
        }
    }

    say(error) {
        const text = error.data?.message || _t("The server did not answer. Try again.");
        this.notice = { text: String(text), isError: true };
    }
}

/** @returns {Desk} the one of this Journal */
export function getDesk(journal) {
    const raw = toRaw(journal);
    if (!desks.has(raw)) {
        desks.set(raw, new Desk(journal));
    }
    return desks.get(raw);
}

/** @returns {Desk} the one of this Journal, reactive */
export function useDesk(journal) {
    return useState(getDesk(journal));
}

/**
 * Serve keys of the Journal while the component stands.
 *
 * @param {JournalState} journal
 * @param {Object<string, Function>} keys what to do, by the name of the key
 */
export function useServedKeys(journal, keys) {
    const removers = [];
    onMounted(() => {
        for (const [name, run] of Object.entries(keys)) {
            removers.push(journal.addKey(name, run));
        }
    });
    onWillUnmount(() => removers.forEach((remove) => remove()));
}
