import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useService } from "@web/core/utils/hooks";
import { CALLBACK_STEPS } from "../callback_steps/callback_words";

const KINDS = {
    hand: {
        verb: _t("Hand to"),
        sign: "user",
        method: "action_hand",
        fields: ["owner"],
    },
    ...CALLBACK_STEPS,
};

/** With all that is ticked: hand out, settle, give up; asked above the list. */
export class CallbackBulk extends Component {
    static template = "cc_telephony.CallbackBulk";
    static components = { RecordSelector };
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.kinds = Object.entries(KINDS).map(([name, kind]) => ({ name, ...kind }));
        this.state = useState({ kind: "", owner: false, reason: "", error: "", busy: false });
        useEffect(
            () => this.root.el.querySelector(".o_cc_step_fields input")?.focus(),
            () => [this.state.kind]
        );
    }

    get kind() {
        return KINDS[this.state.kind];
    }

    get count() {
        const { list } = this.props;
        return list.isDomainSelected ? list.count : list.selection.length;
    }

    get verb() {
        return _t("%(verb)s: %(count)s", { verb: this.kind.verb, count: this.count });
    }

    get reasonHint() {
        return String(this.kind.reasonHint);
    }

    toggle(name) {
        this.state.error = "";
        this.state.kind = this.state.kind === name ? "" : name;
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.toggle("");
        } else if (ev.key === "Enter" && !ev.target.closest("button")) {
            this.confirm();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    async confirm() {
        if (this.state.busy) {
            return;
        }
        const { list } = this.props;
        const { owner, reason } = this.state;
        this.state.busy = true;
        this.state.error = "";
        try {
            const ids = await list.getResIds(true);
            const value = this.kind.fields.includes("owner") ? owner : reason;
            await this.orm.call(list.resModel, this.kind.method, [ids, value]);
        } catch (error) {
            this.state.error = error.data?.message || _t("Nothing was done. Try again.");
            return;
        } finally {
            this.state.busy = false;
        }
        this.state.kind = "";
        list.selection.forEach((record) => record.toggleSelection(false));
        list.selectDomain(false);
        await list.load();
    }
}
