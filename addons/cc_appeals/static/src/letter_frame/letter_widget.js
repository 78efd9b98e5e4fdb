import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { LetterFrame } from "./letter_frame";

/** The letter of a contact's form. */
export class LetterWidget extends Component {
    static template = xml`
        <LetterFrame
            t-if="props.record.resId"
            t-key="props.record.resId"
            contactId="props.record.resId"
        />`;
    static components = { LetterFrame };
    static props = { ...standardWidgetProps };
}

registry.category("view_widgets").add("cc_letter", {
    component: LetterWidget,
    fieldDependencies: [{ name: "has_letter", type: "boolean" }],
});
