import { Component } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { DeadlineClock } from "../../components/deadline_clock/deadline_clock";
import { Clock } from "../../fields/clock/clock";
import { DeadlineBar } from "../../fields/deadline_bar/deadline_bar";

function dayText(moment) {
    return moment.toLocaleString({ day: "numeric", month: "short" }).replace(/\.$/, "");
}

/** By when: the answer, what is awaited of others, the parts of co-executors. */
export class AppealTerms extends Component {
    static template = "cc_appeals.AppealTerms";
    static components = { Clock, DeadlineBar, DeadlineClock };
    static props = { record: Object };

    get data() {
        return this.props.record.data;
    }

    get dueText() {
        return _t("answer by %s", dayText(this.data.due_at));
    }

    get awaitedText() {
        const { feedback_source: source, control_on: day } = this.data;
        return day
            ? _t("%(source)s, by %(day)s", { source, day: dayText(day) })
            : source || "";
    }

    get closedText() {
        const { closing_method: method, closed_at: at } = this.data;
        const label = Object.fromEntries(this.props.record.fields.closing_method.selection)[method];
        return at ? _t("%(how)s, %(day)s", { how: label, day: dayText(at) }) : label;
    }

    get executors() {
        return (this.data.executor_line?.rows || []).map((row) => ({
            ...row,
            due: row.dueAt && deserializeDateTime(row.dueAt),
            warn: row.warnAt && deserializeDateTime(row.warnAt),
        }));
    }
}
