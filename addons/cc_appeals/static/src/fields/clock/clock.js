import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { DeadlineClock } from "../../components/deadline_clock/deadline_clock";

/** A deadline field as a clock that goes on by itself. */
export class Clock extends Component {
    static template = "cc_appeals.Clock";
    static components = { DeadlineClock };
    static props = {
        ...standardFieldProps,
        warnField: { type: String, optional: true },
        openField: { type: String, optional: true },
    };

    get due() {
        return this.props.record.data[this.props.name];
    }

    get warn() {
        return this.props.record.data[this.props.warnField] || false;
    }

    get isOpen() {
        const { openField, record } = this.props;
        return openField ? Boolean(record.data[openField]) : true;
    }
}

export const clock = {
    component: Clock,
    displayName: _t("Deadline clock"),
    supportedTypes: ["datetime"],
    supportedOptions: [
        { label: _t("Warn from"), name: "warn_field", type: "field" },
        { label: _t("Still open"), name: "open_field", type: "field" },
    ],
    listViewWidth: [136, 150],
    extractProps: ({ options }) => ({
        warnField: options.warn_field,
        openField: options.open_field,
    }),
};

registry.category("fields").add("cc_clock", clock);
