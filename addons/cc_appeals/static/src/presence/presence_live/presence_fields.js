import { Component, useState, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { spanText, wordsOf } from "../presence_words";
import { useSeconds } from "../use_seconds";

/** A presence by its sign and name. */
export class PresenceState extends Component {
    static template = xml`<span t-attf-class="o_cc_presence_state text-nowrap o_cc_tone_{{words.tone}}">
        <i t-attf-class="fa fa-fw fa-{{words.icon}} me-1" role="presentation"/><t t-esc="words.label"/>
    </span>`;
    static props = { ...standardFieldProps };

    get words() {
        const { data } = this.props.record;
        return wordsOf(data[this.props.name], data.cause);
    }
}

/** How long it goes on, by the server's clock; red when the limit is over. */
export class PresenceFor extends Component {
    static template = xml`<span class="o_cc_presence_time" t-att-class="{ 'o_cc_tone_danger fw-bold': isLate }" t-esc="text"/>`;
    static props = { ...standardFieldProps, limitField: { type: String, optional: true } };

    setup() {
        this.presence = useState(useService("cc_presence"));
        this.clock = useSeconds(() => this.presence.now());
    }

    get text() {
        const since = this.props.record.data[this.props.name];
        return since ? spanText((this.clock.now - since.toMillis()) / 1000) : "";
    }

    get isLate() {
        const limit = this.props.record.data[this.props.limitField];
        return Boolean(limit) && limit.toMillis() <= this.clock.now;
    }
}

/** Seconds as a clock shows them; nothing for none. */
export class PresenceSpan extends Component {
    static template = xml`<span class="o_cc_presence_time" t-esc="text"/>`;
    static props = { ...standardFieldProps };

    get text() {
        const value = this.props.record.data[this.props.name];
        return value ? spanText(value) : "–";
    }
}

const fields = registry.category("fields");
fields.add("cc_presence_state", {
    component: PresenceState,
    displayName: _t("Presence"),
    supportedTypes: ["selection"],
});
fields.add("cc_presence_for", {
    component: PresenceFor,
    displayName: _t("How long"),
    supportedTypes: ["datetime"],
    listViewWidth: [88, 110],
    extractProps: ({ options }) => ({ limitField: options.limit_field }),
});
fields.add("cc_presence_span", {
    component: PresenceSpan,
    displayName: _t("Length of time"),
    supportedTypes: ["integer"],
    listViewWidth: [88, 110],
});
registry.category("formatters").add("cc_presence_span", (value) => (value ? spanText(value) : ""));
