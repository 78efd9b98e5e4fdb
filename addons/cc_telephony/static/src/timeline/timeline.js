import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { durationText } from "../duration/duration_text";

// seconds between two marks of the scale, and how many steps it has at most
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const MOST_STEPS = 5;

/** The phones of a call under each other: when each rang, and when it talked. */
export class Timeline extends Component {
    static template = "cc_telephony.Timeline";
    static props = { ...standardFieldProps };

    get told() {
        return this.props.record.data[this.props.name] || { length: 1, wait: null, legs: [] };
    }

    get rows() {
        return this.told.legs.map((leg) => {
            const bars = [
                this.bar("ring", leg.ring, _t("Rang")),
                this.bar("talk", leg.talk, _t("Talked")),
            ].filter(Boolean);
            const name = leg.is_outside ? _t("Outside line") : leg.peer || _t("Phone");
            return { ...leg, name, bars, told: bars.filter((bar) => bar.isTold) };
        });
    }

    get wait() {
        return this.bar("wait", this.told.wait, _t("Waited"));
    }

    get marks() {
        const { length } = this.told;
        const fits = (step) => length / step <= MOST_STEPS;
        const step = STEPS.find(fits) || Math.ceil(length / MOST_STEPS);
        return Array.from({ length: Math.floor(length / step) + 1 }, (_, at) => ({
            text: durationText(at * step),
            style: `left: ${this.share(at * step)}`,
        }));
    }

    /** Where a second of the call stands. */
    share(seconds) {
        return `${((100 * seconds) / this.told.length).toFixed(2)}%`;
    }

    /** What a bar is: where it stands, and what it says to who cannot see it. */
    bar(kind, span, word) {
        if (!span) {
            return null;
        }
        const [begin, end] = span;
        return {
            kind,
            style: `left: ${this.share(begin)}; width: ${this.share(end - begin)}`,
            title: `${word} ${durationText(end - begin)}`,
            // a phone that refuses at once hardly rang
            isTold: end - begin >= 0.5,
        };
    }
}

export const timeline = {
    component: Timeline,
    displayName: _t("Phones in time"),
    supportedTypes: ["json"],
};

registry.category("fields").add("cc_call_timeline", timeline);
