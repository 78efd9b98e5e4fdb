import { Component } from "@odoo/owl";
import { momentText } from "@cc_base/fields/moment/moment_text";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Who called, with the phone under the name; the phone alone of whom nobody knows. */
export class Caller extends Component {
    static template = "cc_telephony.Caller";
    static props = { ...standardFieldProps };

    get phone() {
        return this.props.record.data[this.props.name] || _t("No number");
    }

    get name() {
        return this.props.record.data.caller_name || "";
    }
}

/** When somebody tried last, and how often if more than once. */
export class LastTry extends Component {
    static template = "cc_telephony.LastTry";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return momentText(this.value, {});
    }

    get count() {
        return this.props.record.data.try_count;
    }

    get title() {
        const moment = formatDateTime(this.value, { showSeconds: false });
        return this.count > 1
            ? _t("%(count)s tries, the last one %(moment)s", { count: this.count, moment })
            : moment;
    }
}

registry.category("fields").add("cc_caller", {
    component: Caller,
    displayName: _t("Who called"),
    supportedTypes: ["char"],
});
registry.category("fields").add("cc_last_try", {
    component: LastTry,
    displayName: _t("Last try, and how many"),
    supportedTypes: ["datetime"],
    listViewWidth: 104,
});
