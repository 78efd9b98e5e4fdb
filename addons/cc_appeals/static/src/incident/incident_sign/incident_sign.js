import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A sign in the list: this appeal is one of many about the same trouble. */
export class IncidentSign extends Component {
    static template = "cc_appeals.IncidentSign";
    static props = { ...standardFieldProps };

    get label() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        return _t("Mass incident: %s", this.label);
    }
}

export const incidentSign = {
    component: IncidentSign,
    displayName: _t("Sign of a mass incident"),
    supportedTypes: ["char"],
    listViewWidth: 20,
};

registry.category("fields").add("cc_incident_sign", incidentSign);
