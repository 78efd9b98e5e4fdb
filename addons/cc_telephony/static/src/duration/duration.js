import { Component, onWillDestroy, useState, xml } from "@odoo/owl";
import { serverNow } from "@cc_appeals/components/deadline_clock/server_now";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { durationText } from "./duration_text";

/** Seconds as a clock shows them; nothing for none. */
export class Duration extends Component {
    static template = xml`<span class="o_cc_duration" t-out="text"/>`;
    static props = { ...standardFieldProps };

    get text() {
        const value = this.props.record.data[this.props.name];
        return value ? durationText(value) : "–";
    }
}

/** How long ago a moment was, as it is now. */
export class Elapsed extends Duration {
    setup() {
        this.clock = useState({ now: serverNow() });
        const timer = browser.setInterval(() => (this.clock.now = serverNow()), 1000);
        // a row that was drawn for nothing was never mounted, and has a timer as well
        onWillDestroy(() => browser.clearInterval(timer));
    }

    get text() {
        const value = this.props.record.data[this.props.name];
        return value
            ? durationText(Math.max(this.clock.now.diff(value, "seconds").seconds, 0))
            : "";
    }
}

export const duration = {
    component: Duration,
    displayName: _t("Length of time"),
    supportedTypes: ["float", "integer"],
    listViewWidth: [72, 84],
};

registry.category("fields").add("cc_duration", duration);
registry.category("formatters").add("cc_duration", (value) => (value ? durationText(value) : ""));
registry.category("fields").add("cc_elapsed", {
    component: Elapsed,
    displayName: _t("How long ago"),
    supportedTypes: ["datetime"],
});
