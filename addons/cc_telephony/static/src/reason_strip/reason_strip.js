import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { takeStripKey } from "@cc_appeals/widgets/step_strip/strip_keys";
import { _t } from "@web/core/l10n/translation";

/** A reason in a few words, asked in place; a refusal is said beside it. */
export class ReasonStrip extends Component {
    static template = "cc_telephony.ReasonStrip";
    static props = {
        verb: String,
        hint: { type: String, optional: true },
        /** @returns {Promise} rejected with why it was refused */
        onConfirm: Function,
        onDrop: Function,
    };

    setup() {
        this.input = useRef("input");
        this.state = useState({ reason: "", error: "", busy: false });
        onMounted(() => this.input.el.focus());
    }

    onKeydown(ev) {
        takeStripKey(ev, { confirm: () => this.confirm(), drop: () => this.props.onDrop() });
    }

    async confirm() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        this.state.error = "";
        try {
            await this.props.onConfirm(this.state.reason);
        } catch (error) {
            this.state.error = error.data?.message || _t("Nothing was done. Try again.");
            this.input.el?.focus();
        }
        this.state.busy = false;
    }
}
