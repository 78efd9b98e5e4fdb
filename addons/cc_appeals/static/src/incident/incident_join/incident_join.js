import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Joins an appeal by hand to a mass incident that goes on. */
export class IncidentJoin extends Component {
    static template = "cc_appeals.IncidentJoin";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({ incidents: [] });
    }

    get ids() {
        return [this.props.record.resId];
    }

    async load() {
        const { resModel } = this.props.record;
        this.state.incidents = await this.orm.call(resModel, "incident_offer", [this.ids]);
    }

    async join(id) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        try {
            await this.orm.call(record.resModel, "action_join_incident", [this.ids, id]);
        } catch (error) {
            const sentence = error.data?.message || _t("It did not work. Try again.");
            this.notification.add(sentence, { type: "danger" });
        }
        await record.load();
    }
}

registry.category("view_widgets").add("cc_incident_join", { component: IncidentJoin });
