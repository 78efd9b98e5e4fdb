import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { STATE_SIGNS } from "../../components/state_chip/state_chip";
import { StepStrip } from "../step_strip/step_strip";
import { STEPS } from "../step_strip/steps";

/** The four states of an appeal; a step is clicked and asks what it needs right below. */
export class StatusLine extends Component {
    static template = "cc_appeals.StatusLine";
    static components = { StepStrip };
    static props = {
        ...standardWidgetProps,
        // {step, given} of who shows it and may ask a step, too
        asked: { type: Object, optional: true },
        onMoved: { type: Function, optional: true },
    };
    static defaultProps = { onMoved: () => {} };

    setup() {
        this.state = useState(this.props.asked || { step: null });
    }

    get selection() {
        return this.props.record.fields.state.selection;
    }

    get allowed() {
        return this.props.record.data.allowed_steps || [];
    }

    get position() {
        return this.selection.findIndex(([value]) => value === this.props.record.data.state);
    }

    get items() {
        return this.selection.map(([value, label], index) => {
            const step = this.allowed.find((each) => each.target === value)?.name;
            const place =
                index === this.position ? "current" : index < this.position ? "passed" : "ahead";
            return { value, label, place, step, ...this.looks(value, label, place, step) };
        });
    }

    looks(value, label, place, step) {
        if (place === "current") {
            return { sign: STATE_SIGNS[value], title: _t("The appeal is here: %s", label) };
        }
        if (step) {
            const { verb } = STEPS[step];
            return {
                sign: place === "passed" ? "check" : STATE_SIGNS[value],
                title: String(verb),
            };
        }
        const current = this.selection[this.position]?.[1];
        return {
            sign: place === "passed" ? "check" : STATE_SIGNS[value],
            title: _t("From “%s” this step is not possible, or not with your role", current),
        };
    }

    /** Steps back are named in words: a click on a passed state would be a riddle. */
    get returns() {
        return this.items
            .filter(({ place, step }) => place === "passed" && step)
            .map(({ step }) => ({ name: step, ...STEPS[step], verb: String(STEPS[step].verb) }));
    }

    /** The step that is being asked for, as long as it is still allowed. */
    get asked() {
        const { step } = this.state;
        return this.allowed.some(({ name }) => name === step) ? step : null;
    }

    ask(step) {
        Object.assign(this.state, { step: this.state.step === step ? null : step, given: null });
    }

    done() {
        this.drop();
        this.props.onMoved();
    }

    drop() {
        this.state.step = null;
    }
}

export const statusLine = {
    component: StatusLine,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "allowed_steps", type: "json" },
        { name: "department_id", type: "many2one", relation: "hr.department" },
        { name: "proposed_department_id", type: "many2one", relation: "hr.department" },
        { name: "department_hint", type: "char" },
    ],
};

registry.category("view_widgets").add("cc_status_line", statusLine);
