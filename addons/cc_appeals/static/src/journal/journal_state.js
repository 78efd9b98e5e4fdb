import { markRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Figures } from "./figures";
import { Hearing } from "./hearing";
import { Newest } from "./newest";
import { OpenContact } from "./open_contact";
import { changeRows, renewRows } from "./row_changes";
import { askWords } from "./row_words";
import { SentAnswers } from "./sent_answers";
import { ServerClock } from "./server_clock";

export const TABS = ["mine", "queue", "missed", "control"];
/** opened from the bar, by those who help */
export const HELP = "help";
const SAID_MS = 8000;

/**
 * What the Journal shows, and what its parts may ask of it. Parts get it as the prop
 * `journal` and read it reactively; none of them writes to it but by its methods.
 */
export class JournalState extends OpenContact {
    tab = TABS[0];
    figures = new Figures();
    /** answers that can still be taken back: call `sent.follow` when one was sent */
    sent = new SentAnswers();
    settings = {};
    /** bus channels to listen to */
    channels = [];
    /** rows of each tab that was looked at */
    lists = {};
    /** keys of rows that came and were not on the screen yet; replaced, never changed */
    fresh = markRaw(new Set());
    isLoading = false;
    /** since when nothing new can come: a DateTime; null while the connection stands */
    cutAt = null;
    /** another tab of this browser has the Journal open, and had it before */
    isSecond = false;
    /** a sentence at the foot: {text, isError}; null when there is none */
    said = null;

    constructor({ orm }) {
        super(orm);
        this.clock = markRaw(new ServerClock());
        this.lastList = markRaw(new Newest());
        this.heard = markRaw(new Hearing());
    }

    /** How many rows each tab has: {mine, queue, missed, control, help, burning}. */
    get counts() {
        return this.figures.counts;
    }

    /** Rows of the tab on screen; a row may be `gone`: it left while it was looked at. */
    get rows() {
        return this.lists[this.tab] || [];
    }

    /** The row that is open, if it stands in the list on screen. */
    get openedRow() {
        return this.rows.find((row) => row.key === this.opened?.key);
    }

    async start(tab) {
        const answer = await this.orm.call("cc.journal", "journal_start", []);
        this.put(answer);
        this.tab = tab || answer.tab;
        if (this.tab !== answer.tab) {
            await this.loadRows();
        }
    }

    /** Ask for all that may have been missed; what is read stays where it is. */
    async refresh() {
        const asked = this.orm.call("cc.journal", "journal_start", []);
        const { answer, heard } = await this.heard.during(asked);
        this.cutAt = null;
        if (answer.tab === this.tab) {
            const { rows, fresh } = renewRows(this.rows, answer.rows);
            this.put({ ...answer, rows });
            this.come(fresh);
        } else {
            this.put(answer);
        }
        heard.of(answer.tab).forEach((told) => this.apply(told));
        if (answer.tab !== this.tab) {
            await this.loadRows();
        }
    }

    async openTab(tab) {
        this.tab = tab;
        this.see([...this.fresh]);
        await this.loadRows();
    }

    async loadRows() {
        const { tab } = this;
        this.isLoading = !this.lists[tab];
        try {
            const asked = this.orm.call("cc.journal", "journal_rows", [tab]);
            await this.lastList.of(this.heard.during(asked), ({ answer, heard }) => {
                this.put({ tab, ...answer });
                heard.of(tab).forEach((told) => this.apply(told));
            });
        } finally {
            this.isLoading = false;
        }
    }

    /** What the server said of one tab, and of all else that it said. */
    put({ now, rows, tab, counts, scopes, bar, ...rest }) {
        this.clock.set(now);
        this.figures.put({ counts, scopes, bar });
        Object.assign(this, rest);
        this.lists[tab] = markRaw(rows);
    }

    /**
     * Put a message of the bus into the state.
     *
     * @param {{ tab: string, now: string, upsert?: Object[], gone?: string[], because?:
     *     Object, counts?: Object, scope?: string }} payload as cc.journal.teller sends it
     */
    apply(told) {
        const { tab, now, counts, scope, ...change } = told;
        this.heard.hear(told);
        this.clock.set(now);
        this.figures.apply({ counts, scope });
        if (this.lists[tab]) {
            const { rows, fresh } = changeRows(this.lists[tab], change);
            const isShown = tab === this.tab;
            // of a list that nobody looks at, what left need not stand
            this.lists[tab] = markRaw(isShown ? rows : rows.filter((row) => !row.gone));
            if (isShown) {
                this.come(fresh);
                this.askWords();
            }
        }
    }

    /** Ask once for the words of rows on the screen, which the bus could not say. */
    askWords() {
        const { tab } = this;
        this.asking ||= Promise.resolve().then(() => {
            this.asking = null;
            const rows = () => this.lists[tab] || [];
            return askWords(this.orm, rows, (found) => (this.lists[tab] = markRaw(found)));
        });
        return this.asking;
    }

    /** These rows stood before somebody's eyes: they are new no more. */
    see(keys) {
        if (keys.some((key) => this.fresh.has(key))) {
            const seen = new Set(keys);
            this.fresh = markRaw(new Set([...this.fresh].filter((key) => !seen.has(key))));
        }
    }

    come(keys) {
        if (keys.length) {
            this.fresh = markRaw(new Set([...this.fresh, ...keys]));
        }
    }

    /** Take rows that left off the screen, but for the one that is open. */
    dropGone() {
        const stays = (row) => !row.gone || row.key === this.opened?.key;
        const left = this.rows.filter((row) => !stays(row));
        if (left.length) {
            this.lists[this.tab] = markRaw(this.rows.filter(stays));
            this.see(left.map(({ key }) => key));
        }
    }

    /** From now on nothing new can come. */
    cut() {
        this.cutAt ||= this.clock.now();
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
