import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    toRaw,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Many2One } from "@web/views/fields/many2one/many2one";
import { Many2OneField } from "@web/views/fields/many2one/many2one_field";
import { TextField } from "@web/views/fields/text/text_field";
import { SAID_CUT, SAID_LOGGED_OUT } from "../../composer/session/reply_fault";
import { StatusLine } from "../../widgets/status_line/status_line";
import { AppealTerms } from "../appeal_terms/appeal_terms";
import { useDesk } from "../desk/desk";
import { WaitingActions } from "../waiting_actions/waiting_actions";
import { useCardModel } from "./card_model";
import { CardSaver } from "./card_saver";
import { departmentProps, departmentStep } from "./department_choice";
import { useStepKeys } from "./step_keys";

/** One appeal to work on: fields that save themselves, the status line, terms. */
export class AppealCard extends Component {
    static template = "cc_appeals.AppealCard";
    static components = {
        AppealTerms,
        Many2One,
        Many2OneField,
        StatusLine,
        TextField,
        WaitingActions,
    };
    static props = { journal: Object, appealId: Number, fields: Object };

    setup() {
        const { fields, appealId, journal } = this.props;
        this.orm = useService("orm");
        this.root = useRef("root");
        this.desk = useDesk(journal);
        this.sender = useState(useService("cc_sender"));
        const { cc_words: words, cc_sender: sender } = this.env.services;
        const saver = new CardSaver({ words, sender }, appealId, {
            record: () => this.record,
            stands: () => this.stands,
            show: (values) => this.receive(values),
        });
        this.saver = useState(saver);
        this.model = useCardModel(this.env, fields, appealId, {
            onRecordChanged: (_record, changes) => this.saver.changed(Object.keys(changes)),
            over: (values) => {
                this.stands = { ...this.stands, ...values };
                return this.saver.over(values);
            },
            save: () => this.saver.save(),
        });
        onWillStart(async () => {
            const values = await this.read();
            await this.saver.recall();
            this.model.show(values);
        });
        useStepKeys(journal, this.desk, () => this.data.allowed_steps || []);
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
            this.saver.stop();
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

    valuesIn(contact) {
        const values = contact?.appeal?.[this.props.appealId];
        return values ? toRaw(values) : null;
    }

    /** What came with the contact; another tab of it is asked for. */
    async read() {
        const { appealId } = this.props;
        const { contact } = this.journal;
        let values = this.valuesIn(contact);
        if (!values) {
            const answer = await this.orm.call("cc.journal", "journal_appeal", [appealId]);
            // the head and the menu read it there, too
            contact.appeal = { ...contact.appeal, ...answer.appeal };
            values = answer.appeal[appealId];
        }
        this.shownOf = toRaw(contact);
        return values;
    }

    /** What the server said of the appeal just now. */
    receive(values) {
        const known = toRaw(this.journal.contact)?.appeal;
        if (known?.[values.id]) {
            known[values.id] = values;
        }
        this.model.show(values);
    }

    /** The contact was read anew: show it, but never over words that are not saved yet. */
    async renew(contact) {
        if (this.shownOf === contact) {
            return;
        }
        this.shownOf = contact;
        const values = this.valuesIn(contact);
        if (values) {
            this.model.show(values);
        } else {
            await this.record.load();
        }
    }

    /** The tab shows the state that the card has. */
    showInTab() {
        const { state, name, is_open } = this.data;
        const tab = this.journal.contact?.appeals.find(({ id }) => id === this.props.appealId);
        if (tab) {
            Object.assign(tab, { state, name, is_open });
        }
    }

    /** Why what was changed is not on the server yet. */
    get waitText() {
        if (!this.saver.isSaving || !this.sender.isOffline) {
            return "";
        }
        return String(this.sender.isLoggedOut ? SAID_LOGGED_OUT : SAID_CUT);
    }

    get departmentStep() {
        return departmentStep(this.data.allowed_steps);
    }

    get departmentProps() {
        return departmentProps(this.data.department_id, (department) =>
            this.desk.askStep(this.departmentStep, { department })
        );
    }

    get ownerText() {
        const { owner_id: owner } = this.data;
        if (owner) {
            return owner.id === user.userId ? "" : owner.display_name;
        }
        return _t("Nobody yet");
    }

    async take() {
        try {
            await this.orm.call("cc.appeal", "action_take", [[this.props.appealId]]);
        } catch (error) {
            this.desk.say(error);
            return;
        }
        await this.desk.done();
    }
}
