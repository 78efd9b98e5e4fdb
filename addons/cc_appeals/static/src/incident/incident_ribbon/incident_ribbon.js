import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** On an appeal: it is one of many, what to tell the person, and out of it again. */
export class IncidentRibbon extends Component {
    static template = "cc_appeals.IncidentRibbon";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get data() {
        return this.props.record.data;
    }

    /** Who may not read the incident is told of it, and gets no link. */
    get mayOpen() {
        return Boolean(this.data.incident_id);
    }

    async open() {
        const { resModel, resId } = this.props.record;
        const action = await this.orm.call(resModel, "action_open_incident", [[resId]]);
        this.action.doAction(action);
    }

    async leave() {
        const { record } = this.props;
        if (await record.save()) {
            await this.orm.call(record.resModel, "action_leave_incident", [[record.resId]]);
            await record.load();
        }
    }
}

registry.category("view_widgets").add("cc_incident_ribbon", { component: IncidentRibbon });
