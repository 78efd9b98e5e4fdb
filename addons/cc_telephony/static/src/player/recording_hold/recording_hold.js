import { Component, useState, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { ReasonStrip } from "../../reason_strip/reason_strip";

/** Hold a recording whatever its age, or let it go again; the reason is asked in place. */
export class RecordingHold extends Component {
    static template = "cc_telephony.RecordingHold";
    static components = { ReasonStrip };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ isAsking: false });
    }

    get isHeld() {
        return this.props.record.data[this.props.name];
    }

    get verb() {
        return this.isHeld ? _t("Let it be erased in time") : _t("Hold it");
    }

    get hint() {
        return this.isHeld
            ? _t("Why it need not be held any more")
            : _t("Who asks for it: a dispute, a check, a court");
    }

    async change(reason) {
        const { record } = this.props;
        const method = this.isHeld ? "action_release" : "action_hold";
        await this.orm.call(record.resModel, method, [[record.resId], reason]);
        this.state.isAsking = false;
        await record.load();
    }
}

export const recordingHold = {
    component: RecordingHold,
    displayName: _t("Hold of a recording"),
    supportedTypes: ["boolean"],
};

/** In a row: a lock on what is held. */
export class HeldSign extends Component {
    static template = xml`
        <i t-if="isHeld" class="fa fa-lock" role="img" t-att-title="title" t-att-aria-label="title"/>`;
    static props = { ...standardFieldProps };

    get isHeld() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        const { held_reason } = this.props.record.data;
        return held_reason ? _t("Held: %s", held_reason) : _t("Held");
    }
}

registry.category("fields").add("cc_recording_hold", recordingHold);
registry.category("fields").add("cc_held_sign", {
    component: HeldSign,
    displayName: _t("Held"),
    supportedTypes: ["boolean"],
    listViewWidth: 32,
});
