import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { countText } from "../reconciliation_words";

// more rows than a screen holds twice are folded, but for what is missing
const UNFOLDED_ROWS = 60;

/** Channels and their days; each figure leads to its events, what was ignored to its rules. */
export class ReconciliationTable extends Component {
    static template = "cc_ledger.ReconciliationTable";
    static props = { channels: Array, onOpen: Function };

    setup() {
        this.orm = useService("orm");
        this.countText = countText;
        this.state = useState({ folded: {}, rules: {} });
        onWillUpdateProps(() => {
            this.state.rules = {};
        });
    }

    get columns() {
        return [
            { name: "ledger", label: _t("In the ledger") },
            { name: "processed", label: _t("Processed") },
            { name: "ignored", label: _t("Ignored by rule") },
            { name: "quarantined", label: _t("In quarantine") },
            { name: "waiting", label: _t("Waiting") },
        ];
    }

    get shown() {
        return this.props.channels.filter(({ days }) => days.length);
    }

    get quiet() {
        const names = this.props.channels.filter(({ days }) => !days.length);
        return names.map(({ name }) => name).join(", ");
    }

    isFolded(channel) {
        const rows = this.shown.reduce((sum, { days }) => sum + days.length, 0);
        return this.state.folded[channel.id] ?? (rows > UNFOLDED_ROWS && !channel.missing);
    }

    toggle(channel) {
        this.state.folded[channel.id] = !this.isFolded(channel);
    }

    dayText({ day }) {
        return deserializeDate(day).toLocaleString({
            weekday: "short",
            day: "numeric",
            month: "long",
        });
    }

    isWeekend({ day }) {
        return deserializeDate(day).weekday > 5;
    }

    keyOf(channel, day) {
        return `${channel.id}/${day?.day || ""}`;
    }

    standing({ state, difference }) {
        return {
            silent: { sign: "", text: "–", title: _t("The source does not say how many it gave") },
            even: { sign: "check", text: "0", title: _t("Accounted for") },
            later: {
                sign: "clock-o",
                text: countText(difference),
                title: _t("Not written down on this day, but on a later one"),
            },
            missing: {
                sign: "times-circle",
                text: countText(difference),
                title: _t("Given by the source and not in the ledger"),
            },
        }[state];
    }

    /** How a channel stands as a whole: as its last day does. */
    total(channel) {
        if (channel.missing) {
            return { state: "missing", difference: channel.missing };
        }
        return { state: channel.is_silent ? "silent" : "even", difference: 0 };
    }

    async onFigure(channel, day, column) {
        if (column !== "ignored") {
            return this.props.onOpen(channel, day?.day, column);
        }
        const key = this.keyOf(channel, day);
        if (this.state.rules[key]) {
            delete this.state.rules[key];
            return;
        }
        const first = day?.day || channel.days.at(-1).day;
        const last = day?.day || channel.days[0].day;
        const args = [channel.id, first, last];
        this.state.rules[key] = await this.orm.call("cc.inbox.reconciliation", "get_rules", args);
    }
}
