import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useService } from "@web/core/utils/hooks";
import { ReasonStrip } from "../../reason_strip/reason_strip";
import { CALLBACK_STEPS } from "../callback_steps/callback_words";

const KINDS = {
    hand: {
        verb: _t("Hand to"),
        sign: "user",
        method: "action_hand",
        asksOwner: true,
    },
    ...CALLBACK_STEPS,
};

/** With all that is ticked: hand out, settle, give up; asked above the list. */
export class CallbackBulk extends Component {
    static template = "cc_telephony.CallbackBulk";
    static components = { ReasonStrip, RecordSelector };
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.kinds = Object.entries(KINDS).map(([name, kind]) => ({ name, ...kind }));
        this.state = useState({ kind: "", owner: false, error: "", busy: false });
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

    get hint() {
        return String(this.kind.hint);
    }

    toggle(name) {
        this.state.error = "";
        this.state.kind = this.state.kind === name ? "" : name;
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.toggle("");
            ev.stopPropagation();
        }
    }

    async hand() {
        this.state.busy = true;
        this.state.error = "";
        try {
            await this.confirm(this.state.owner);
        } catch (error) {
            this.state.error = error.data?.message || _t("Nothing was done. Try again.");
        }
        this.state.busy = false;
    }

    /** @param {string | number | false} value the reason, or who calls */
    async confirm(value) {
        const { list } = this.props;
        const ids = await list.getResIds(true);
        await this.orm.call(list.resModel, this.kind.method, [ids, value]);
        this.state.kind = "";
        list.selection.forEach((record) => record.toggleSelection(false));
        list.selectDomain(false);
        await list.load();
    }
}
