import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Whether a contact came in or went out, by sign and word. */
export class Way extends Component {
    static template = "cc_appeals.Way";
    static props = { ...standardFieldProps };

    get isOut() {
        return Boolean(this.props.record.data[this.props.name]);
    }

    get title() {
        return this.isOut ? _t("Outgoing") : _t("Incoming");
    }
}

export const way = {
    component: Way,
    displayName: _t("In or out"),
    supportedTypes: ["boolean"],
    listViewWidth: 24,
};

registry.category("fields").add("cc_way", way);
