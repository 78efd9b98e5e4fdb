import { Component, onMounted, onWillStart, onWillUnmount, toRaw, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Many2One } from "@web/views/fields/many2one/many2one";
import { Many2OneField } from "@web/views/fields/many2one/many2one_field";
import { TextField } from "@web/views/fields/text/text_field";
import { faultOf } from "../../composer/session/reply_fault";
import { Waiting } from "../../fields/waiting/waiting";
import { StatusLine } from "../../widgets/status_line/status_line";
import { AppealTerms } from "../appeal_terms/appeal_terms";
import { useDesk } from "../desk/desk";
import { WaitingActions } from "../waiting_actions/waiting_actions";
import { useCardModel } from "./card_model";

const AGAIN_MS = 5000;
// steps that choose a department, the usual one first
const DEPARTMENT_STEPS = ["hand_over", "rework", "reopen_to_department"];

/** One appeal to work on: fields that save themselves, the status line, terms. */
export class AppealCard extends Component {
    static template = "cc_appeals.AppealCard";
    static components = {
        AppealTerms,
        Many2One,
        Many2OneField,
        StatusLine,
        TextField,
        Waiting,
        WaitingActions,
    };
    static props = { journal: Object, appealId: Number, fields: Object };

    setup() {
        const { fields, appealId, journal } = this.props;
        this.orm = useService("orm");
        this.root = useRef("root");
        this.desk = useDesk(journal);
        // why the last change is not saved; whether it is tried again by itself
        this.state = useState({ unsaved: "", isPassing: false, isSaving: false, isSaved: false });
        this.model = useCardModel(this.env, fields, appealId, {
            onRecordChanged: () => this.saveSoon(),
        });
        onWillStart(async () => this.model.show(await this.read()));
        useEffect(
            (contact) => {
                this.renew(contact);
            },
            () => [toRaw(journal.contact)]
        );
        useEffect(
            () => this.showInTab(),
            () => [toRaw(this.record.data)]
        );
        onMounted(() => {
            this.stopTelling = journal.addTyping(() => this.isTyping);
        });
        onWillUnmount(() => {
            this.stopTelling();
            browser.clearTimeout(this.timer);
            this.isOver = true;
            // a field left with the keyboard: its last words still go
            this.save();
        });
    }

    get journal() {
        return this.props.journal;
    }

    get record() {
        return this.model.root;
    }

    get data() {
        return this.record.data;
    }

    get isTyping() {
        const place = document.activeElement;
        return Boolean(this.root.el?.contains(place) && place.matches("input, textarea, select"));
    }

    // what the server says
    valuesIn(contact) {
        const values = contact?.appeal?.[this.props.appealId];
        return values ? toRaw(values) : null;
    }

    async read() {
        const { appealId } = this.props;
        const known = this.valuesIn(this.journal.contact);
        if (known) {
            this.shown = known;
            return known;
        }
        const { contact } = this.journal;
        const { appeal } = await this.orm.call("cc.journal", "journal_appeal", [appealId]);
        // the head and the menu read it there, too
        contact.appeal = { ...contact.appeal, ...appeal };
        this.shown = appeal[appealId];
        return this.shown;
    }

    /** The contact was read anew: show it, but never over words that are not saved yet. */
    async renew(contact) {
        const values = this.valuesIn(contact);
        if (this.shownOf === contact || values === this.shown) {
            this.shownOf = contact;
            return;
        }
        this.shownOf = contact;
        this.shown = values;
        const wasOpen = this.data.is_open;
        if (await this.record.isDirty()) {
            this.tellClosed(wasOpen, values?.is_open);
            return;
        }
        if (values) {
            this.model.show(values);
        } else {
            await this.record.load();
        }
        this.tellClosed(wasOpen, this.data.is_open);
    }

    /** Somebody else closed it under the hand: say so in place. */
    tellClosed(wasOpen, isOpen) {
        const isOurs = this.desk.moved === this.props.appealId;
        this.desk.moved = 0;
        if (wasOpen && isOpen === false && !isOurs) {
            const who = this.closedBy;
            const { number } = this.data;
            const text = who
                ? _t("№ %(number)s was closed by %(who)s. Your words are kept.", { number, who })
                : _t("№ %(number)s was closed meanwhile. Your words are kept.", { number });
            this.desk.notice = { text, isError: false };
        }
    }

    get closedBy() {
        const { entries = [] } = this.journal.contact?.chronology || {};
        const step = entries.find(
            (entry) =>
                entry.step?.to.code === "closed" &&
                entry.appeals.some(({ id }) => id === this.props.appealId)
        );
        return step?.who || "";
    }

    /** The tab shows the state that the card has. */
    showInTab() {
        const { state, name, is_open } = this.data;
        const tab = this.journal.contact?.appeals.find(({ id }) => id === this.props.appealId);
        if (tab) {
            Object.assign(tab, { state, name, is_open });
        }
    }

    // saving by itself
    saveSoon() {
        this.state.isSaved = false;
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.save(), 0);
    }

    async save() {
        browser.clearTimeout(this.timer);
        if (!this.record?.dirty) {
            return;
        }
        this.state.isSaving = true;
        const isSaved = await this.record.save({ onError: (error) => this.onFault(error) });
        this.state.isSaving = false;
        if (isSaved) {
            Object.assign(this.state, { unsaved: "", isSaved: true });
        }
    }

    onFault(error) {
        const { sentence, isPassing } = faultOf(error);
        Object.assign(this.state, { unsaved: String(sentence), isPassing });
        if (isPassing && !this.isOver) {
            this.timer = browser.setTimeout(() => this.save(), AGAIN_MS);
        }
        return false;
    }

    async discard() {
        await this.record.discard();
        this.state.unsaved = "";
    }

    // department: a step of the status line
    get departmentStep() {
        const allowed = (this.data.allowed_steps || []).map(({ name }) => name);
        return DEPARTMENT_STEPS.find((step) => allowed.includes(step)) || "";
    }

    get departmentProps() {
        return {
            value: this.data.department_id || false,
            relation: "hr.department",
            string: _t("Department"),
            placeholder: _t("Hand over to…"),
            context: { hierarchical_naming: false },
            domain: () => [],
            canCreate: false,
            canOpen: false,
            canQuickCreate: false,
            readonly: !this.departmentStep,
            update: (value) => this.chooseDepartment(value),
        };
    }

    chooseDepartment(value) {
        if (value) {
            this.desk.askStep(this.departmentStep, { department: value.id });
        }
    }

    // who has it
    get ownerText() {
        const { owner_id: owner } = this.data;
        return !owner ? _t("Nobody yet") : owner.id === user.userId ? "" : owner.display_name;
    }

    async take() {
        try {
            await this.orm.call("cc.appeal", "action_take", [[this.props.appealId]]);
            await this.desk.done();
        } catch (error) {
            this.desk.say(error);
        }
    }

    onMoved() {
        return this.desk.done();
    }
}
