import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { termState, usedShare } from "../../components/deadline_clock/clock_parts";
import { useNow } from "../../components/deadline_clock/now";
import { Clock, clock } from "../clock/clock";

/** The share of the term used up, as a bar; the figure stands in the clock beside it. */
export class DeadlineBar extends Clock {
    static template = "cc_appeals.DeadlineBar";
    static props = { ...Clock.props, startField: { type: String } };

    setup() {
        this.tick = useNow();
    }

    get term() {
        return {
            start: this.props.record.data[this.props.startField],
            due: this.due,
            warn: this.warn,
            isOpen: this.isOpen,
            now: this.tick.now,
        };
    }

    get state() {
        return termState(this.term);
    }

    get share() {
        return this.isOpen ? usedShare(this.term) : 100;
    }

    get label() {
        return _t("%s%% of the term used", this.share);
    }
}

export const deadlineBar = {
    ...clock,
    component: DeadlineBar,
    displayName: _t("Deadline bar"),
    supportedOptions: [
        ...clock.supportedOptions,
        { label: _t("Counted from"), name: "start_field", type: "field" },
    ],
    extractProps: (info) => ({
        ...clock.extractProps(info),
        startField: info.options.start_field,
    }),
};

registry.category("fields").add("cc_deadline_bar", deadlineBar);
