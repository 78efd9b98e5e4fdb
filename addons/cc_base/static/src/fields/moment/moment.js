import { Component } from "@odoo/owl";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { momentText } from "./moment_text";

/** A short moment; the whole one stands in the title. */
export class Moment extends Component {
    static template = "cc_base.Moment";
    static props = {
        ...standardFieldProps,
        received: { type: Boolean, optional: true },
    };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return momentText(this.value, { received: this.props.received });
    }

    get whole() {
        return formatDateTime(this.value);
    }
}

export const moment = {
    component: Moment,
    displayName: _t("Short moment"),
    supportedTypes: ["datetime"],
    supportedOptions: [
        { label: _t("As a sentence of receipt"), name: "received", type: "boolean" },
    ],
    listViewWidth: [96, 120],
    extractProps: ({ options }) => ({ received: Boolean(options.received) }),
};

registry.category("fields").add("cc_moment", moment);
