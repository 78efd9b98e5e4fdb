import { Component, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDesk } from "@cc_appeals/journal/desk/desk";
import { CALLBACK_STEPS } from "../../callback/callback_steps/callback_words";
import { ReasonStrip } from "../../reason_strip/reason_strip";

const MODEL = "cc.callback";

/** A call that is owed is open: call back, or say with a reason why nobody has to. */
export class OwedCall extends Component {
    static template = "cc_telephony.OwedCall";
    static components = { ReasonStrip };
    static props = { journal: Object };

    setup() {
        this.orm = useService("orm");
        this.calls = useService("cc_call");
        this.call = useState(useService("cc_desk_call"));
        this.desk = useDesk(this.props.journal);
        this.steps = Object.entries(CALLBACK_STEPS).map(([name, step]) => ({ name, ...step }));
        this.state = useState({ step: "", isBusy: false });
        useEffect(
            () => {
                this.state.step = "";
            },
            () => [this.row?.key]
        );
    }

    get row() {
        return this.props.journal.contact?.row;
    }

    /** Settled by now, or somebody is on the line: nothing is asked here. */
    get isShown() {
        const { openedRow } = this.props.journal;
        return Boolean(this.row.tab) && !openedRow?.gone && !this.call.call;
    }

    get tries() {
        return this.row.tries > 1 ? _t("Called %s times", this.row.tries) : "";
    }

    get owner() {
        const { owner, owner_id } = this.row;
        return owner_id && owner_id !== user.userId ? _t("%s calls already", owner) : "";
    }

    get asked() {
        return CALLBACK_STEPS[this.state.step];
    }

    get verb() {
        return String(this.asked.verb);
    }

    get hint() {
        return String(this.asked.hint);
    }

    ask(name) {
        this.state.step = this.state.step === name ? "" : name;
    }

    async callBack() {
        this.state.isBusy = true;
        try {
            if (await this.calls.call(this.row.id)) {
                await this.desk.refresh();
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    async settle(reason) {
        await this.orm.call(MODEL, this.asked.method, [[this.row.id], reason]);
        this.state.step = "";
        await this.desk.refresh();
    }
}

registry.category("cc_journal_top").add("owed_call", {
    Component: OwedCall,
    condition: (journal) => journal.contact?.row?.model === MODEL,
    order: 20,
});
