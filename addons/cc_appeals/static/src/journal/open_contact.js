import { markRaw } from "@odoo/owl";
import { Guards } from "./guards";
import { Newest } from "./newest";

/** What is open in the Journal: a contact, and one appeal of it in the right column. */
export class OpenContact extends Guards {
    /** the row that is open: {key, model, id}; null when none is */
    opened = null;
    /** what `journal_contact` said of it */
    contact = null;
    /** the appeal in the right column: an id; 0 for none */
    appealId = 0;
    /** who is talked to at this moment: {partnerId, card}; null when nobody is */
    talk = null;

    constructor(orm) {
        super();
        this.orm = orm;
        this.lastContact = markRaw(new Newest());
    }

    /** Open a row of the list, or any record that a source of rows knows. */
    async open({ model, id }) {
        Object.assign(this, { opened: { key: `${model},${id}`, model, id }, isOther: true });
        await this.loadContact();
    }

    /** Nothing is open: in a narrow window the list stands again. */
    close() {
        this.lastContact.forget();
        Object.assign(this, { opened: null, contact: null, appealId: 0 });
    }

    /** Ask anew for what is open; words being typed are not touched by it. */
    async loadContact() {
        const { model, id } = this.opened;
        const asked = this.orm.call("cc.journal", "journal_contact", [model, id]);
        await this.lastContact.of(asked, (contact) => {
            const isHere = contact.appeals.some((appeal) => appeal.id === this.appealId);
            const appealId = isHere && !this.isOther ? this.appealId : contact.appeal_id || 0;
            Object.assign(this, { contact, appealId, isOther: false });
        });
    }

    /**
     * Somebody is on the line, or not any more.
     *
     * @param {{ partnerId: number, card: () => Promise<{model, id} | false> } | null} talk
     *     card: the record of the call, which one more appeal is taken from
     */
    setTalk(talk) {
        this.talk = talk;
    }

    showAppeal(id) {
        this.appealId = id;
    }
}
