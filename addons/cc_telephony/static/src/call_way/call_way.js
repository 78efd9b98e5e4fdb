import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SIGNS = {
    in: "arrow-down",
    out: "arrow-up",
    dialer: "bullhorn",
    internal: "exchange",
};

/** Which way a call went, by sign and word. */
export class CallWay extends Component {
    static template = "cc_telephony.CallWay";
    static props = { ...standardFieldProps, withWord: { type: Boolean, optional: true } };

    get sign() {
        return SIGNS[this.props.record.data[this.props.name]] || "phone";
    }

    get title() {
        const { data, fields } = this.props.record;
        return Object.fromEntries(fields[this.props.name].selection)[data[this.props.name]] || "";
    }
}

export const callWay = {
    component: CallWay,
    displayName: _t("Direction of a call"),
    supportedTypes: ["selection"],
    supportedOptions: [{ label: _t("With a word"), name: "with_word", type: "boolean" }],
    extractProps: ({ options }) => ({ withWord: Boolean(options.with_word) }),
    listViewWidth: 24,
};

registry.category("fields").add("cc_call_way", callWay);
