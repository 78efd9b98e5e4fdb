import { Component, xml } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { ReasonStrip } from "../../reason_strip/reason_strip";
import { CALLBACK_STEPS } from "./callback_words";

/** The reason of one step of a call-back, asked where the call-back stands. */
export class CallbackReason extends Component {
    static template = xml`
        <ReasonStrip
            verb="verb"
            hint="hint"
            onConfirm.bind="settle"
            onDrop="props.onFold"
        />`;
    static components = { ReasonStrip };
    static props = { step: String, record: Object, onFold: Function };

    setup() {
        this.orm = useService("orm");
    }

    get step() {
        return CALLBACK_STEPS[this.props.step];
    }

    get verb() {
        return String(this.step.verb);
    }

    get hint() {
        return String(this.step.hint);
    }

    async settle(reason) {
        const { onFold, record } = this.props;
        await this.orm.call(record.resModel, this.step.method, [[record.resId], reason]);
        onFold();
        // what is settled leaves a list of what is owed
        await record.model.root.load();
    }
}
