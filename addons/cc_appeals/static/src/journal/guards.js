import { markRaw } from "@odoo/owl";

/** What parts of the Journal register with it: who is typing, who serves which key. */
export class Guards {
    constructor() {
        this.typing = markRaw(new Set());
        this.keys = markRaw(new Map());
    }

    /**
     * A part says whether words are being typed in it; nothing opens by itself meanwhile.
     *
     * @param {() => boolean} isTyping
     * @returns {() => void} takes it back: call it when the part goes
     */
    addTyping(isTyping) {
        const { typing } = this;
        typing.add(isTyping);
        return () => typing.delete(isTyping);
    }

    isTyping() {
        return [...this.typing].some((each) => each());
    }

    /**
     * A part serves a key of the Journal (see journal_keys/key_table.js: answer, no_answer,
     * incident, spam, pass, another, accept …) while it can.
     *
     * @param {string} name
     * @param {(ev?: KeyboardEvent) => void} run without an event when chosen in the palette
     * @returns {() => void} takes it back: call it when the part goes
     */
    addKey(name, run) {
        // not by `this`: nothing is watched by a part that goes
        const { keys } = this;
        keys.set(name, [...(keys.get(name) || []), run]);
        return () => {
            const others = keys.get(name).filter((each) => each !== run);
            keys.set(name, others);
        };
    }

    /** The part that came last serves the key. */
    server(name) {
        return this.keys.get(name)?.at(-1);
    }
}
