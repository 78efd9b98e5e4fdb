import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RawSource } from "../raw_source/raw_source";

const SIGNS = {
    done: "check-circle",
    again: "exclamation-triangle",
    waiting: "hourglass-half",
    dismissed: "check",
    back: "reply",
};

/** One quarantined row: why, what could be read of it, its source, what to do about it. */
export class QuarantineDetail extends Component {
    static template = "cc_ledger.QuarantineDetail";
    static components = { RawSource };
    static props = { model: Object, id: Number, onOpen: Function };

    setup() {
        this.note = useRef("note");
        this.page = useState(this.props.model.state);
        this.state = useState({ note: "", error: "" });
        useEffect(
            (isAsking) => isAsking && this.note.el?.focus(),
            () => [this.row.isAsking]
        );
    }

    get group() {
        return this.page.groups.find(({ rows }) => rows.some(({ id }) => id === this.props.id));
    }

    get row() {
        return this.group.rows.find(({ id }) => id === this.props.id);
    }

    get canWork() {
        return this.page.canWork;
    }

    get canReplay() {
        const { outcome } = this.row;
        const isOver = outcome && outcome.state !== "again";
        return this.canWork && this.page.view === "waiting" && !isOver;
    }

    get canPutBack() {
        const { outcome } = this.row;
        const isDismissed =
            outcome?.state === "dismissed" || (this.page.view === "dismissed" && !outcome);
        return this.canWork && isDismissed;
    }

    get reason() {
        return this.group.text;
    }

    get sign() {
        return SIGNS[this.row.outcome?.state];
    }

    get facts() {
        const { row } = this;
        const facts = [
            [_t("Taken off by"), this.dismissal],
            [_t("From"), row.sender || _t("could not be read")],
            [_t("Received"), formatDateTime(deserializeDateTime(row.received_at))],
            [_t("Channel"), row.channel],
            [_t("Taken from"), row.source],
            [_t("Message-ID"), row.message_id],
            [_t("Sent again"), row.repeats ? _t("%s times", row.repeats) : ""],
        ];
        return facts.filter(([, value]) => value);
    }

    /** Who took it off the list and when, "" for what is on it. */
    get dismissal() {
        const { dismissed_by: name, dismissed_at: at } = this.row;
        return name ? `${name}, ${formatDateTime(deserializeDateTime(at))}` : "";
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.dismiss();
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            this.row.isAsking = false;
        } else {
            return;
        }
        // the page must not take these keys for its own
        ev.stopPropagation();
    }

    async dismiss() {
        const note = this.state.note.trim();
        if (!note) {
            this.state.error = _t("Say why this needs no work: the note stays.");
            this.note.el?.focus();
            return;
        }
        this.state.error = await this.props.model.dismiss(this.row, note);
    }

    async putBack() {
        this.state.error = await this.props.model.putBack(this.row);
    }
}
