import { Component, toRaw, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Chronology } from "../chronology/chronology";

/** The chronology of a form's record, read anew whenever the record is. */
export class ChronologyWidget extends Component {
    static template = xml`
        <Chronology
            t-if="props.record.resId"
            resModel="props.record.resModel"
            resId="props.record.resId"
            version="version"
            newestFirst="true"
        />`;
    static components = { Chronology };
    static props = { ...standardWidgetProps };

    /** A record's data are a new object after each reading, the same one while typing. */
    get version() {
        return toRaw(this.props.record.data);
    }
}

registry.category("view_widgets").add("cc_chronology", { component: ChronologyWidget });
