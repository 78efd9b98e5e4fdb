import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { parseDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useService } from "@web/core/utils/hooks";
import { seenContacts } from "../../chronology/seen_contacts";
import { newToken, STEPS } from "./steps";
import { takeStripKey } from "./strip_keys";

const { DateTime } = luxon;
// the next control date people usually choose
const CONTROL_DAYS = 7;

/** The few fields one step needs, asked in place under the status line. */
export class StepStrip extends Component {
    static template = "cc_appeals.StepStrip";
    static components = { DateTimeInput, RecordSelector };
    static props = {
        step: String,
        record: Object,
        onDone: Function,
        onDrop: Function,
        // what there is to choose from, where it is no field of the record
        choices: { type: Array, element: Array, optional: true },
        // values chosen before it was opened
        given: { type: Object, optional: true },
    };
    static defaultProps = { choices: [] };

    setup() {
        this.words = useService("cc_words");
        this.sender = useState(useService("cc_sender"));
        this.root = useRef("root");
        // one token per opened strip: pressing twice, or again after a lost answer, is one step
        this.token = newToken();
        this.state = useState({
            department: this.proposed,
            source: "",
            control: DateTime.local().plus({ days: CONTROL_DAYS }).startOf("day"),
            closing: "",
            note: "",
            reason: "",
            part: "",
            choice: "",
            // typed here before the page was loaded again
            ...this.words.read(this.slot),
            ...this.props.given,
            error: "",
            busy: false,
        });
        onMounted(() => this.focusFirstEmpty());
    }

    get step() {
        return STEPS[this.props.step];
    }

    get verb() {
        return String(this.step.verb);
    }

    get slot() {
        const { record, step } = this.props;
        return `step:${record.resModel},${record.resId}:${step}`;
    }

    /** Keep what is typed until the step is made or dropped. */
    keep() {
        const { department, source, closing, note, reason, part, choice } = this.state;
        const typed = { department, source, closing, note, reason, part, choice };
        this.words.keep(this.slot, typed);
    }

    chooseDepartment(department) {
        this.state.department = department;
        this.keep();
    }

    drop() {
        this.words.drop(this.slot);
        this.props.onDrop();
    }

    get reasonHint() {
        return String(this.step.reasonHint || "");
    }

    get closingMethods() {
        return this.props.record.fields.closing_method.selection;
    }

    asks(field) {
        return this.step.fields.includes(field);
    }

    /** Where it was before, or where the rules send it: nobody has to type it. */
    get proposed() {
        const { department_id, proposed_department_id } = this.props.record.data;
        return department_id?.id || proposed_department_id?.id || false;
    }

    /** Why this department, as long as it is the proposed one. */
    get departmentHint() {
        const { proposed_department_id, department_hint } = this.props.record.data;
        const isProposed = this.state.department === proposed_department_id?.id;
        return isProposed ? department_hint : "";
    }

    focusFirstEmpty() {
        const fields = [...this.root.el.querySelectorAll("input, select")];
        const empty = fields.find((field) => !field.value);
        (empty || this.root.el.querySelector(".o_cc_step_confirm")).focus();
    }

    onKeydown(ev) {
        takeStripKey(ev, { confirm: () => this.confirm(), drop: () => this.drop() });
    }

    /** The values as the server takes them; the date as typed, even before the field left it. */
    get values() {
        const { department, source, closing, note, reason, part, choice } = this.state;
        const typed = this.root.el.querySelector(".o_cc_step_control")?.value;
        const control = typed ? serializeDate(parseDate(typed)) : false;
        return { department, source, control, closing, note: note || false, reason, part, choice };
    }

    async confirm() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        this.state.error = await this.send();
        this.state.busy = false;
        if (this.state.error) {
            this.focusFirstEmpty();
            return;
        }
        await this.props.record.load();
        this.props.onDone();
    }

    /** @returns {Promise<string>} why the step was refused, or nothing */
    async send() {
        const { record } = this.props;
        const args = this.step.args(this.values);
        if ((await record.isDirty()) && !(await record.save())) {
            return _t("Fill in the marked fields of the appeal first.");
        }
        const { resModel: model, resId } = record;
        const { method } = this.step;
        const kwargs = seenContacts(model, resId);
        const call = { model, method, args: [[resId], ...args, this.token], kwargs };
        const answer = this.sender.send(call, { label: this.verb, place: this.slot });
        this.words.drop(this.slot);
        try {
            await answer;
        } catch (error) {
            this.keep();
            return error.data?.message || _t("The step was not recorded. Check and try again.");
        }
        return "";
    }
}
