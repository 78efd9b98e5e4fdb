import { KeepLast } from "@web/core/utils/concurrency";

export const TABS = ["mine", "queue", "missed", "control"];

/**
 * What the Journal shows, and what its parts may ask of it. Parts get it as the prop
 * `journal` and read it reactively; none of them writes to it but by its methods.
 */
export class JournalState {
    tab = TABS[0];
    counts = {};
    rows = [];
    /** the row that is open: {key, model, id}; null when none is */
    opened = null;
    /** what `journal_contact` said of it */
    contact = null;
    /** the appeal in the right column: an id; 0 for none */
    appealId = 0;
    error = "";

    constructor({ orm }) {
        this.orm = orm;
        this.lastList = new KeepLast();
        this.lastContact = new KeepLast();
    }

    async start() {
        Object.assign(this, await this.orm.call("cc.journal", "journal_start", []));
    }

    async openTab(tab) {
        this.tab = tab;
        await this.loadRows();
    }

    async loadRows() {
        const asked = this.orm.call("cc.journal", "journal_rows", [this.tab]);
        Object.assign(this, await this.lastList.add(asked));
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
}
