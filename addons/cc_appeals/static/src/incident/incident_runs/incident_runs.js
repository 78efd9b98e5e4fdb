import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { BulkRuns } from "../../bulk/bulk_runs/bulk_runs";

/** How far the steps of all appeals of this incident are. */
export class IncidentRuns extends Component {
    static template = xml`
        <BulkRuns incidentId="props.record.resId" version="version" onEnded.bind="onEnded" />
    `;
    static components = { BulkRuns };
    static props = { ...standardWidgetProps };

    /** A button of the form may have started one: the record was read again then. */
    get version() {
        const { open_count, appeal_count, candidate_count } = this.props.record.data;
        return [open_count, appeal_count, candidate_count].join();
    }

    async onEnded() {
        const { record } = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("cc_incident_runs", { component: IncidentRuns });
