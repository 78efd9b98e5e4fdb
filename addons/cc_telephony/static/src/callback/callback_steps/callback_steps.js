import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useUnfold } from "../../unfold/use_unfold";
import { CallbackReason } from "./callback_reason";
import { CALLBACK_STEPS } from "./callback_words";

/** What an operator does with a call-back: call, take, settle, give up. */
export class CallbackSteps extends Component {
    static template = "cc_telephony.CallbackSteps";
    static components = { CallbackReason };
    static props = { ...standardFieldProps };

    setup() {
        this.row = useUnfold();
        this.calls = useService("cc_call");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.steps = Object.entries(CALLBACK_STEPS).map(([name, step]) => ({ name, ...step }));
        this.state = useState({ step: "", busy: false });
    }

    get data() {
        return this.props.record.data;
    }

    get isMine() {
        return this.data[this.props.name];
    }

    /** In a list there is room for signs only; the words stand in their titles. */
    get isInList() {
        return Boolean(this.row);
    }

    get takeTitle() {
        const { owner_id } = this.data;
        return owner_id ? _t("Take over from %s", owner_id.display_name) : _t("I call");
    }

    get callTitle() {
        return this.data.is_callable ? _t("Call back") : _t("No number is known to call back at.");
    }

    isAsked(step) {
        return this.isInList ? this.row.isOpen(this.props.record, step) : this.state.step === step;
    }

    ask(step) {
        if (this.isInList) {
            this.row.toggle(this.props.record, step, CallbackReason, { step });
        } else {
            this.state.step = this.state.step === step ? "" : step;
        }
    }

    /** Press once: the buttons sleep until the server has said how it went. */
    async once(action) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await action();
        } finally {
            this.state.busy = false;
        }
    }

    call() {
        return this.once(async () => {
            if (await this.calls.call(this.props.record.resId)) {
                await this.props.record.load();
            }
        });
    }

    take() {
        return this.once(async () => {
            const { record } = this.props;
            try {
                await this.orm.call(record.resModel, "action_take", [[record.resId]]);
            } catch (error) {
                const sentence = error.data?.message || _t("It was not taken. Try again.");
                this.notification.add(sentence, { type: "danger" });
            }
            await record.load();
        });
    }
}

export const callbackSteps = {
    component: CallbackSteps,
    displayName: _t("Steps of a call-back"),
    supportedTypes: ["boolean"],
    listViewWidth: 150,
    fieldDependencies: [
        { name: "is_open", type: "boolean" },
        { name: "is_callable", type: "boolean" },
        { name: "owner_id", type: "many2one", relation: "res.users" },
    ],
};

registry.category("fields").add("cc_callback_steps", callbackSteps);
