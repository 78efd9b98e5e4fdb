import { Component } from "@odoo/owl";
import { deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { DeadlineClock } from "../../components/deadline_clock/deadline_clock";
import { serverNow } from "../../components/deadline_clock/server_now";
import { WHY_SIGNS } from "./why_signs";

/** A line of the work list: who, what, until when, and whether it was looked at. */
export class WorkRow extends Component {
    static template = "cc_appeals.WorkRow";
    static components = { DeadlineClock };
    static props = {
        row: Object,
        id: String,
        place: Number,
        of: Number,
        isOpen: Boolean,
        isActive: Boolean,
        isFresh: Boolean,
        onOpen: Function,
    };

    setup() {
        // it slides in once, however often it is drawn
        this.isFresh = this.props.isFresh;
    }

    get classes() {
        const { row, isOpen, isActive } = this.props;
        return {
            o_cc_work_row_unread: row.is_unread && !row.gone,
            o_cc_work_row_missed: row.is_missed,
            o_cc_work_row_open: isOpen,
            o_cc_work_row_active: isActive,
            o_cc_work_row_fresh: this.isFresh,
            o_cc_work_row_gone: Boolean(row.gone),
        };
    }

    get due() {
        const { due_at, gone } = this.props.row;
        return due_at && !gone ? deserializeDateTime(due_at) : false;
    }

    get warn() {
        const { warn_at } = this.props.row;
        return warn_at ? deserializeDateTime(warn_at) : false;
    }

    /** Without a term: when it came, so that the oldest is known. */
    get since() {
        const { since, gone } = this.props.row;
        if (!since || gone) {
            return false;
        }
        const moment = deserializeDateTime(since);
        const isToday = moment.hasSame(this.env.clock?.now() || serverNow(), "day");
        return {
            text: isToday ? moment.toFormat("HH:mm") : formatDate(moment, { format: "dd.MM" }),
            title: _t("Waits since %s", formatDateTime(moment, { showSeconds: false })),
        };
    }

    get what() {
        const { what, gone } = this.props.row;
        return gone ? gone.why || _t("No longer in this list") : what;
    }

    get why() {
        const { why, gone } = this.props.row;
        return gone ? null : WHY_SIGNS[why];
    }

    get tries() {
        const { tries, gone } = this.props.row;
        return tries > 1 && !gone
            ? { text: `${tries}×`, title: _t("Called %s times", tries) }
            : false;
    }

    /** Who else has it: their rows say so. */
    get owner() {
        const { owner, owner_id, gone } = this.props.row;
        return owner_id && owner_id !== user.userId && !gone ? owner : "";
    }
}
