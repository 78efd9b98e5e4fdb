import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { StateChip } from "../../components/state_chip/state_chip";

/** The state as a chip, with whom it is under it; a closed one tells its method in the title. */
export class State extends Component {
    static template = "cc_appeals.State";
    static components = { StateChip };
    static props = { ...standardFieldProps, under: { type: String, optional: true } };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get label() {
        return this.labelOf(this.props.name);
    }

    get title() {
        const method = "closing_method";
        const isTold = this.value === "closed" && this.props.record.data[method];
        return isTold ? this.labelOf(method) : this.label;
    }

    get under() {
        const { record, under } = this.props;
        return (under && record.data[under]?.display_name) || "";
    }

    labelOf(name) {
        const { data, fields } = this.props.record;
        return Object.fromEntries(fields[name].selection)[data[name]] || "";
    }
}

export const state = {
    component: State,
    displayName: _t("State of an appeal"),
    supportedTypes: ["selection"],
    extractProps: ({ options }) => ({ under: options.under }),
    listViewWidth: [142, 160],
};

registry.category("fields").add("cc_state", state);
