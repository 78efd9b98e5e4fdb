import { Component, xml } from "@odoo/owl";
import { StepStrip } from "@cc_appeals/widgets/step_strip/step_strip";

/** The reason of one step of a call-back, asked where the call-back stands. */
export class CallbackReason extends Component {
    static template = xml`
        <StepStrip
            step="props.step"
            record="props.record"
            onDone.bind="onDone"
            onDrop="props.onFold"
        />`;
    static components = { StepStrip };
    static props = { step: String, record: Object, onFold: Function };

    async onDone() {
        const { onFold, record } = this.props;
        onFold();
        // what is settled leaves a list of what is owed
        await record.model.root.load();
    }
}
