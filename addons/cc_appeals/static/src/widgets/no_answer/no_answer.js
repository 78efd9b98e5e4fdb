import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { StepStrip } from "../step_strip/step_strip";
import { STEPS } from "../step_strip/steps";

/** "No answer needed" of an appeal or of a contact: the reason is asked in place. */
export class NoAnswer extends Component {
    static template = "cc_appeals.NoAnswer";
    static components = { StepStrip };
    static props = { ...standardWidgetProps };

    setup() {
        this.fields = useService("field");
        this.state = useState({ isAsking: false, reasons: [] });
        onWillStart(() => this.loadReasons());
    }

    get verb() {
        return String(STEPS.no_answer.verb);
    }

    async loadReasons() {
        const fieldNames = ["no_answer_reason"];
        const { no_answer_reason } = await this.fields.loadFields("cc.interaction", { fieldNames });
        this.state.reasons = no_answer_reason?.selection || [];
    }

    ask() {
        this.state.isAsking = true;
    }

    drop() {
        this.state.isAsking = false;
    }
}

registry.category("view_widgets").add("cc_no_answer", { component: NoAnswer });
