import { Component, markRaw, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { attempt } from "../attempt";
import { AppealCard } from "../appeal_card/appeal_card";
import { CARD_FIELDS } from "../appeal_card/card_model";
import { AppealTabs } from "../appeal_tabs/appeal_tabs";
import { useDesk, useServedKeys } from "../desk/desk";
import { HelpStrip } from "../help_strip/help_strip";
import { JournalPanel } from "../journal_panel/journal_panel";
import { NewAppeal } from "../new_appeal/new_appeal";
import { partsOf } from "../parts";
import { sourceOf, talkOf } from "./appeal_source";
import { PassStrip } from "../pass_strip/pass_strip";

/** The appeals of this contact, one of them to work on, and the panels of other rooms. */
export class AppealColumn extends Component {
    static template = "cc_appeals.AppealColumn";
    static components = {
        AppealCard,
        AppealTabs,
        HelpStrip,
        JournalPanel,
        NewAppeal,
        PassStrip,
    };
    static props = { journal: Object };

    setup() {
        const { journal } = this.props;
        this.orm = useService("orm");
        this.fieldService = useService("field");
        this.desk = useDesk(journal);
        useServedKeys(journal, {
            no_answer: () => this.askOnLetter("no_answer"),
            incident: () => this.askOnLetter("incident"),
            spam: () => this.askOnLetter("spam"),
            pass: () => this.askOfAppeal("pass"),
            ask_help: () => this.askOfAppeal("help"),
            another: () => this.add(),
        });
        this.state = useState({ fields: null });
        onWillStart(() => {
            // the list is not kept waiting for it
            this.loadFields();
        });
    }

    /** Once for the window: opening an appeal asks for no fields. */
    async loadFields() {
        const options = { fieldNames: CARD_FIELDS };
        this.state.fields = markRaw(await this.fieldService.loadFields("cc.appeal", options));
    }

    get journal() {
        return this.props.journal;
    }

    get contact() {
        return this.journal.contact;
    }

    get source() {
        return sourceOf(this.journal);
    }

    get talk() {
        return talkOf(this.journal);
    }

    /** Somebody asks for help with what is open, and it is not over. */
    get isHelp() {
        const { row } = this.contact;
        return row?.model === "cc.journal.help" && Boolean(row.tab);
    }

    get mayAdd() {
        return Boolean(this.source || this.talk);
    }

    get directionId() {
        const { appealId, contact } = this.journal;
        return contact.appeal?.[appealId]?.direction_id?.id || false;
    }

    get shownPanels() {
        return partsOf("cc_journal_panels", this.journal);
    }

    get passTitle() {
        return _t("Pass my work to a colleague");
    }

    get passVerb() {
        return _t("Pass");
    }

    get helpTitle() {
        return _t("Ask a senior for help");
    }

    get helpVerb() {
        return _t("Ask for help");
    }

    get menu() {
        if (!this.journal.appealId) {
            return [];
        }
        const { contact } = this.journal;
        const isOpen = contact.appeals.find(({ id }) => id === this.journal.appealId)?.is_open;
        const incident = { label: _t("To a mass incident"), icon: "users", key: "M" };
        const items = {
            pass: { label: this.passTitle, icon: "share", key: "P" },
            help: { label: this.helpTitle, icon: "life-ring", key: "Q" },
            ...(isOpen && { incident, spam: { label: _t("Spam"), icon: "ban", key: "S" } }),
        };
        return Object.entries(items).map(([name, item]) => ({
            name,
            ...item,
            run: () => this.askOfAppeal(name),
        }));
    }

    /** E, M, S: in the letter that waits, else beside the appeal. */
    askOnLetter(action) {
        if (this.journal.appealId || this.desk.waiting.length) {
            this.desk.askOnLetter(action);
        }
    }

    askOfAppeal(action) {
        if (this.journal.appealId) {
            this.desk.ask(action, "");
        }
    }

    async add() {
        if (!this.mayAdd) {
            this.desk.notice = {
                text: _t("No contact of a person is kept here to take another appeal from."),
                isError: true,
            };
            return;
        }
        this.desk.drop();
        if (this.talk) {
            await this.addOfTalk();
        } else {
            Object.assign(this.desk, { addedFrom: null, isAdding: true });
        }
    }

    /** What is said in a talk belongs to the call, whatever letters there were before. */
    async addOfTalk() {
        const { talk, journal } = this;
        const { opened } = journal;
        await attempt(journal, async () => {
            const call = await talk.card();
            if (journal.opened !== opened) {
                return;
            }
            if (call) {
                Object.assign(this.desk, { addedFrom: [call.model, call.id], isAdding: true });
            } else {
                const text = _t("The card of this call is not there yet: again in a moment.");
                this.desk.notice = { text, isPassing: true };
            }
        });
    }

    async added(id) {
        await this.desk.done();
        Object.assign(this.desk, { isAdding: false, addedFrom: null });
        this.journal.showAppeal(id);
    }

    get keys() {
        return [`cc.appeal,${this.journal.appealId}`];
    }

    async pass(colleague, words) {
        await this.orm.call("cc.journal", "journal_pass", [this.keys, colleague, words]);
        await this.desk.done();
    }

    async help(_nobody, words) {
        const values = { model: "cc.appeal", id: this.journal.appealId, words };
        await this.orm.call("cc.journal", "journal_help", ["ask", values]);
        this.desk.drop();
        this.desk.notice = { text: _t("A senior was asked."), isPassing: true };
    }
}
