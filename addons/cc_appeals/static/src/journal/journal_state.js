import { markRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { KeepLast } from "@web/core/utils/concurrency";
import { Guards } from "./guards";
import { changeRows } from "./row_changes";
import { ServerClock } from "./server_clock";

export const TABS = ["mine", "queue", "missed", "control"];
const SAID_MS = 8000;

/**
 * What the Journal shows, and what its parts may ask of it. Parts get it as the prop
 * `journal` and read it reactively; none of them writes to it but by its methods.
 */
export class JournalState {
    tab = TABS[0];
    /** how many rows each tab has: {mine, queue, missed, control} */
    counts = {};
    /** {waiting, waiting_long, mine, burning}: figures of the bar */
    bar = {};
    settings = {};
    /** bus channels to listen to */
    channels = [];
    /** rows of each tab that was looked at */
    lists = {};
    /** keys of rows that came while the list was looked at */
    fresh = new Set();
    isLoading = false;
    /** the row that is open: {key, model, id}; null when none is */
    opened = null;
    /** what `journal_contact` said of it */
    contact = null;
    /** the appeal in the right column: an id; 0 for none */
    appealId = 0;
    /** a sentence at the foot: {text, isError}; null when there is none */
    said = null;
    error = "";

    constructor({ orm }) {
        this.orm = orm;
        this.clock = markRaw(new ServerClock());
        this.guards = markRaw(new Guards());
        this.lastList = markRaw(new KeepLast());
        this.lastContact = markRaw(new KeepLast());
    }

    /** Rows of the tab on screen; a row may be `gone`: it left while it was looked at. */
    get rows() {
        return this.lists[this.tab] || [];
    }

    /** The row that is open, if it stands in the list on screen. */
    get openedRow() {
        return this.rows.find((row) => row.key === this.opened?.key);
    }

    async start() {
        this.take(await this.orm.call("cc.journal", "journal_start", []));
    }

    async openTab(tab) {
        this.tab = tab;
        await this.loadRows();
    }

    async loadRows() {
        const { tab } = this;
        this.isLoading = !this.lists[tab];
        try {
            const asked = this.orm.call("cc.journal", "journal_rows", [tab]);
            this.take({ tab, ...(await this.lastList.add(asked)) });
        } finally {
            this.isLoading = false;
        }
    }

    /** Put what the server said into the state: of the start, or of one tab. */
    take({ now, rows, tab, ...rest }) {
        this.clock.set(now);
        Object.assign(this, rest, { tab });
        this.lists[tab] = rows;
        this.fresh.clear();
    }

    /**
     * Put a message of the bus into the state.
     *
     * @param {{ tab?: string, upsert?: Object[], gone?: Array, counts?: Object,
     *     bar?: Object, now?: string }} payload counts and bar: the figures that changed
     */
    apply({ tab, counts, bar, now, ...change }) {
        this.clock.set(now);
        Object.assign(this.counts, counts);
        Object.assign(this.bar, bar);
        if (this.lists[tab]) {
            changeRows(this.lists[tab], change).forEach((key) => this.fresh.add(key));
        }
    }

    /** Take rows that left off the screen, but for the one with `key`. */
    dropGone(key) {
        const isOver = (row) => row.gone && row.key !== key;
        if (this.rows.some(isOver)) {
            this.lists[this.tab] = this.rows.filter((row) => !isOver(row));
        }
    }

    /** Open a row of the list, or any record that a source of rows knows. */
    async open({ model, id }) {
        this.opened = { key: `${model},${id}`, model, id };
        await this.loadContact();
    }

    /** Ask anew for what is open; words being typed are not touched by it. */
    async loadContact() {
        const { model, id } = this.opened;
        const asked = this.orm.call("cc.journal", "journal_contact", [model, id]);
        this.contact = await this.lastContact.add(asked);
        const ids = this.contact.appeals.map((appeal) => appeal.id);
        if (!ids.includes(this.appealId)) {
            this.appealId = this.contact.appeal_id || 0;
        }
    }

    showAppeal(id) {
        this.appealId = id;
    }

    /**
     * A part says whether words are being typed in it; nothing opens by itself meanwhile.
     *
     * @param {() => boolean} isTyping
     * @returns {() => void} takes it back: call it when the part goes
     */
    addTyping(isTyping) {
        return this.guards.addTyping(isTyping);
    }

    isTyping() {
        return this.guards.isTyping();
    }

    /**
     * A part serves a key of the Journal (see journal_keys/key_table.js: answer, no_answer,
     * incident, spam, pass, another, accept …) while it can.
     *
     * @returns {() => void} takes it back: call it when the part goes
     */
    addKey(name, run) {
        return this.guards.addKey(name, run);
    }

    /** A line at the foot, not a dialog; the next one takes its place. */
    say(text, { isError = false } = {}) {
        browser.clearTimeout(this.saying);
        this.said = { text: String(text), isError };
        this.saying = browser.setTimeout(() => {
            this.said = null;
        }, SAID_MS);
    }
}
