import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The people who share the number of a call; a press says who it was. */
export class Candidates extends Component {
    static template = "cc_telephony.Candidates";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ isBusy: false });
    }

    get people() {
        return this.props.record.data[this.props.name].records.map((record) => ({
            id: record.resId,
            name: record.data.display_name,
        }));
    }

    async onChoose(id) {
        const { record } = this.props;
        this.state.isBusy = true;
        try {
            await this.orm.call(record.resModel, "action_choose", [[record.resId], id]);
            await record.load();
        } finally {
            this.state.isBusy = false;
        }
    }
}

export const candidates = {
    component: Candidates,
    displayName: _t("Who it may be"),
    supportedTypes: ["many2many"],
    relatedFields: [{ name: "display_name", type: "char" }],
};

registry.category("fields").add("cc_call_candidates", candidates);
