import { Component } from "@odoo/owl";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { spanText } from "../../components/deadline_clock/clock_parts";
import { useNow } from "../../components/deadline_clock/now";

const SIGNS = {
    first: "commenting-o",
    follow_up: "comments-o",
    bounced: "exclamation-triangle",
    taken_back: "undo",
};
const WORDS = {
    follow_up: _t("wrote again"),
    bounced: _t("answer returned"),
    taken_back: _t("answer taken back"),
};
// an answer that did not arrive is told by its word, however little room there is
const LOST_WORDS = { bounced: _t("returned"), taken_back: _t("taken back") };

/** Since when somebody waits for an answer, and why: goes on by itself. */
export class Waiting extends Component {
    static template = "cc_appeals.Waiting";
    static props = {
        ...standardFieldProps,
        whyField: { type: String, optional: true },
        waitsField: { type: String, optional: true },
        isBrief: { type: Boolean, optional: true },
    };

    setup() {
        this.tick = useNow();
    }

    get since() {
        const { name, record, waitsField } = this.props;
        return (!waitsField || record.data[waitsField]) && record.data[name];
    }

    get why() {
        return this.props.record.data[this.props.whyField] || "first";
    }

    get sign() {
        return SIGNS[this.why];
    }

    get isLost() {
        return this.why in LOST_WORDS;
    }

    get word() {
        return String(WORDS[this.why] || "");
    }

    get span() {
        return spanText(Math.max(this.tick.now.toMillis() - this.since.toMillis(), 0));
    }

    get text() {
        if (this.props.isBrief) {
            return this.isLost ? String(LOST_WORDS[this.why]) : this.span;
        }
        const { word, span } = this;
        return word ? _t("%(word)s, waits %(span)s", { word, span }) : _t("waits %s", span);
    }

    /** Red for what was lost, amber for news, quiet for who simply waits. */
    get tone() {
        if (this.isLost) {
            return "o_cc_term_late";
        }
        return this.why === "follow_up" ? "o_cc_waiting_news" : "o_cc_term_quiet";
    }

    get title() {
        const since = formatDateTime(this.since, { showSeconds: false });
        const title = _t("Waits for an answer since %s", since);
        return this.word ? `${title} (${this.word})` : title;
    }
}

export const waiting = {
    component: Waiting,
    displayName: _t("Waits for an answer since"),
    supportedTypes: ["datetime"],
    supportedOptions: [
        { label: _t("Why"), name: "why_field", type: "field" },
        { label: _t("Still waiting"), name: "waits_field", type: "field" },
        { label: _t("Only sign and span"), name: "brief", type: "boolean" },
    ],
    listViewWidth: [92, 112],
    extractProps: ({ options }) => ({
        whyField: options.why_field,
        waitsField: options.waits_field,
        isBrief: Boolean(options.brief),
    }),
};

registry.category("fields").add("cc_waiting", waiting);
