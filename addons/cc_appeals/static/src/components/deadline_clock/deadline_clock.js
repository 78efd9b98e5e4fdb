import { Component } from "@odoo/owl";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { clockText, lateText, termState } from "./clock_parts";
import { useNow } from "./now";

const SIGNS = {
    quiet: "clock-o",
    warning: "hourglass-half",
    late: "exclamation-circle",
};

/** A deadline: quiet text, amber chip near the end, red chip with the word after it. */
export class DeadlineClock extends Component {
    static template = "cc_appeals.DeadlineClock";
    static props = {
        due: Object,
        warn: { type: [Object, { value: false }], optional: true },
        isOpen: { type: Boolean, optional: true },
    };
    static defaultProps = { isOpen: true };

    setup() {
        this.tick = useNow();
    }

    get term() {
        return { ...this.props, now: this.tick.now };
    }

    get state() {
        return termState(this.term);
    }

    get sign() {
        return SIGNS[this.state];
    }

    get text() {
        return clockText(this.term);
    }

    get short() {
        return this.state === "late" ? lateText(this.term) : undefined;
    }

    get title() {
        return _t("Answer due by %s", formatDateTime(this.props.due, { showSeconds: false }));
    }
}
