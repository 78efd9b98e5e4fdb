import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { StateChip } from "../../components/state_chip/state_chip";

/** How many appeals of an incident are in which state. */
export class IncidentStates extends Component {
    static template = "cc_appeals.IncidentStates";
    static components = { StateChip };
    static props = { ...standardFieldProps };

    get counts() {
        const counts = this.props.record.data[this.props.name] || [];
        return counts.filter(({ count }) => count);
    }

    label({ label, count }) {
        return `${label} ${count}`;
    }
}

export const incidentStates = {
    component: IncidentStates,
    displayName: _t("Appeals of an incident by state"),
    supportedTypes: ["json"],
};

registry.category("fields").add("cc_incident_states", incidentStates);
