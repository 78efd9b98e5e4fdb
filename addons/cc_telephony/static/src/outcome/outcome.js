import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// value: [sign, tone]; a tone never says what the sign and the word do not
const SIGNS = {
    answered: ["check", "good"],
    ivr: ["list-ol", "good"],
    abandoned: ["phone", "late"],
    timeout: ["hourglass-end", "late"],
    closed: ["moon-o", "warning"],
    voicemail: ["microphone", "warning"],
    callback: ["reply", "warning"],
    interrupted: ["bolt", "warning"],
    end_unknown: ["question", "warning"],
    live: ["volume-up", "accent"],
    // of a call going on
    ringing: ["bell", "accent"],
    queued: ["hourglass-half", "warning"],
    talking: ["volume-up", "good"],
    held: ["pause", "quiet"],
};
const OTHER = ["times", "quiet"];

/** How a call went, or goes: its sign, its colour, its word. */
export class Outcome extends Component {
    static template = "cc_telephony.Outcome";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get label() {
        const { fields } = this.props.record;
        return Object.fromEntries(fields[this.props.name].selection)[this.value] || "";
    }

    get sign() {
        return (SIGNS[this.value] || OTHER)[0];
    }

    get tone() {
        return (SIGNS[this.value] || OTHER)[1];
    }
}

export const outcome = {
    component: Outcome,
    displayName: _t("Outcome of a call"),
    supportedTypes: ["selection"],
    listViewWidth: [158, 190],
};

registry.category("fields").add("cc_call_outcome", outcome);
