import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Composer } from "../composer/composer";

/** The composer under the text of an appeal's form. */
export class ComposerWidget extends Component {
    static template = "cc_appeals.ComposerWidget";
    static components = { Composer };
    static props = { ...standardWidgetProps };

    /** Show what the server changed meanwhile, but never over what is being typed in the form. */
    async refresh() {
        const { record } = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("cc_composer", { component: ComposerWidget });
