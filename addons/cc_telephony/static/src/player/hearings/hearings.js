import { Component } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Who listened to a recording, took it along or held it, as the audit has it. */
export class Hearings extends Component {
    static template = "cc_telephony.Hearings";
    static props = { ...standardFieldProps };

    get rows() {
        const told = this.props.record.data[this.props.name] || [];
        return told.map((row) => ({
            ...row,
            moment: formatDateTime(deserializeDateTime(row.at), { showSeconds: false }),
        }));
    }
}

export const hearings = {
    component: Hearings,
    displayName: _t("Who listened"),
    supportedTypes: ["json"],
};

registry.category("fields").add("cc_hearings", hearings);
