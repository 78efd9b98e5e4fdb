import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { momentText } from "@cc_base/fields/moment/moment_text";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const SIGNS = { done: "check-circle", again: "exclamation-triangle", dismissed: "check" };

/** The list by reason: who, what, the clock that runs on; a reason is replayed as a whole. */
export class QuarantineList extends Component {
    static template = "cc_ledger.QuarantineList";
    static props = { model: Object, onOpen: Function };

    setup() {
        this.root = useRef("root");
        this.state = useState(this.props.model.state);
        useEffect(
            () => {
                const row = this.root.el?.querySelector("[aria-selected=true]");
                row?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.selectedId]
        );
    }

    /** The room that knows terms lends its clock. */
    get Clock() {
        return registry.category("cc_quarantine_clock").get("deadline", null);
    }

    clockProps({ term }) {
        return { due: deserializeDateTime(term.due), warn: deserializeDateTime(term.warn) };
    }

    received({ received_at }) {
        return momentText(deserializeDateTime(received_at), { received: true });
    }

    receivedWhole({ received_at }) {
        return formatDateTime(deserializeDateTime(received_at));
    }

    signOf({ isWorking, outcome }) {
        return isWorking ? "spinner fa-spin" : SIGNS[outcome?.state] || "reply";
    }

    isLeft({ outcome }) {
        return outcome && outcome.state !== "again";
    }

    bulkText({ all, done, again, isRunning, error }) {
        if (error) {
            return error;
        }
        if (isRunning && !all) {
            return _t("Looking…");
        }
        return again
            ? _t("%(done)s of %(all)s settled, %(again)s here again", { all, again, done })
            : _t("%(done)s of %(all)s settled", { all, done });
    }

    share({ all, done, again }) {
        return all ? Math.round(((done + again) / all) * 100) : 0;
    }

    canReplay(group) {
        return this.state.canWork && this.state.view === "waiting" && group.count > 1;
    }
}
