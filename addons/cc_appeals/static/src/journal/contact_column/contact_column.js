import { Component, useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { attempt } from "../attempt";
import { AppealWatch } from "../appeal_watch/appeal_watch";
import { ContactHead } from "../contact_head/contact_head";
import { useDesk, useServedKeys } from "../desk/desk";
import { JournalChronology } from "../journal_chronology/journal_chronology";
import { JournalComposer } from "../journal_composer/journal_composer";
import { WriteDown } from "../write_down/write_down";

/** Who it is, all that was between us, and the answer. */
export class ContactColumn extends Component {
    static template = "cc_appeals.ContactColumn";
    static components = {
        AppealWatch,
        ContactHead,
        JournalChronology,
        JournalComposer,
        WriteDown,
    };
    static props = { journal: Object };

    setup() {
        this.desk = useDesk(this.props.journal);
        useServedKeys(this.props.journal, { write_down: () => this.writeDown() });
        useEffect(
            () => this.desk.reset(),
            () => [this.journal.opened?.key]
        );
    }

    get journal() {
        return this.props.journal;
    }

    get contact() {
        return this.journal.contact;
    }

    /** Whose chronology it is: of the person, or of the appeal of one who gave no name. */
    get subject() {
        const { person } = this.contact;
        if (person) {
            return { resModel: "res.partner", resId: person.id };
        }
        const { appealId } = this.journal;
        return appealId ? { resModel: "cc.appeal", resId: appealId } : null;
    }

    writeDown() {
        this.desk.isWritingDown = true;
    }

    /** Where it went is shown: another appeal is opened, the same contact read anew. */
    async written({ id, contact_id: contactId }, text) {
        const { journal, desk } = this;
        desk.isWritingDown = false;
        const isHere = this.contact?.appeals.some((appeal) => appeal.id === id);
        if (isHere) {
            await desk.done();
            journal.showAppeal(id);
        } else {
            await attempt(journal, () => journal.open({ model: "cc.appeal", id }));
        }
        if (this.contact) {
            desk.tellRegistered(text, contactId);
        } else {
            journal.say(text);
        }
    }

    get emptyText() {
        return _t("Choose a row: the contact opens here.");
    }
}
