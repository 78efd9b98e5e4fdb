import { Component, onWillStart, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { QuarantineDetail } from "../quarantine_detail/quarantine_detail";
import { QuarantineList } from "../quarantine_list/quarantine_list";
import { QuarantineModel } from "../quarantine_model";

/** What could not be read: the list by reason on the left, one row with its source right. */
export class QuarantinePage extends Component {
    static template = "cc_ledger.QuarantinePage";
    static components = { Layout, QuarantineDetail, QuarantineList };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.model = new QuarantineModel(useService("orm"), useState({}));
        onWillStart(() => this.model.load());
        useHotkey("j", () => this.model.move(1), { allowRepeat: true });
        useHotkey("k", () => this.model.move(-1), { allowRepeat: true });
        useHotkey("enter", () => this.onEnter());
        useHotkey("r", () => this.onReplay());
        useHotkey("d", () => this.onDismiss());
    }

    get state() {
        return this.model.state;
    }

    get tabs() {
        return [
            { view: "waiting", label: _t("Waiting") },
            { view: "dismissed", label: _t("Dismissed") },
        ];
    }

    get isWaiting() {
        return this.state.view === "waiting";
    }

    onEnter() {
        // a focused button or link does what it says
        if (!document.activeElement?.closest("button:not([role=option]), a, select, summary")) {
            this.open(this.model.selected);
        }
    }

    onReplay() {
        const row = this.model.selected;
        if (row && this.state.canWork && this.isWaiting) {
            this.model.replay(row);
        }
    }

    onDismiss() {
        const row = this.model.selected;
        if (row && this.state.canWork && this.isWaiting && !row.outcome && !row.isWorking) {
            row.isAsking = true;
        }
    }

    /** Open what it became; until then the ledger's own page of it. */
    open(row) {
        if (!row) {
            return;
        }
        return this.action.doAction(
            row.outcome?.action || {
                type: "ir.actions.act_window",
                name: row.title,
                res_model: "cc.inbox.event",
                res_id: row.id,
                views: [[false, "form"]],
            }
        );
    }
}

registry.category("actions").add("cc_quarantine", QuarantinePage);
