import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// how long a plain value may stand on a screen that somebody else could see
const SHOWN_MS = 60000;

/** A hidden phone or address: its mask, and an eye that asks why before it opens. */
export class Masked extends Component {
    static template = "cc_base.Masked";
    static props = {
        ...standardFieldProps,
        kind: { type: String, optional: true },
        method: { type: String, optional: true },
        freeField: { type: String, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ asking: false, reason: "", plain: "", error: "", busy: false });
        useAutofocus({ refName: "reason" });
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    get masked() {
        const value = this.props.record.data[this.props.name];
        return (value && typeof value === "object" ? value.display_name : value) || "";
    }

    /** The call that opens this value, or null when there is nothing to open yet. */
    get target() {
        const { record, name, kind, method } = this.props;
        if (record.fields[name].type === "many2one") {
            const id = record.data[name]?.id;
            return id ? ["cc.identity", "action_reveal", id, []] : null;
        }
        if (!record.resId) {
            return null;
        }
        return method
            ? [record.resModel, method, record.resId, [kind]]
            : [record.resModel, "action_reveal", record.resId, []];
    }

    get eyeTitle() {
        return this.state.plain
            ? _t("Hide again (it hides by itself in a minute)")
            : _t("Show the whole value");
    }

    get isFree() {
        const { record, freeField } = this.props;
        return Boolean(freeField && record.data[freeField]);
    }

    onEye() {
        if (this.state.plain) {
            this.hide();
        } else if (this.isFree) {
            this.reveal("");
        } else {
            Object.assign(this.state, { asking: true, reason: "", error: "" });
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.reveal(this.state.reason.trim());
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            this.state.asking = false;
        } else {
            return;
        }
        // the form or the list must not take these keys for its own
        ev.stopPropagation();
    }

    async reveal(reason) {
        if (this.state.busy) {
            return;
        }
        const [model, method, id, args] = this.target;
        this.state.busy = true;
        try {
            const plain = await this.orm.call(model, method, [[id], ...args, reason]);
            this.show([plain].flat().join(", "));
        } catch (error) {
            this.state.asking = true;
            this.state.error = error.data?.message || _t("The server did not answer. Try again.");
        } finally {
            this.state.busy = false;
        }
    }

    show(plain) {
        Object.assign(this.state, { asking: false, error: "", reason: "", plain });
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.hide(), SHOWN_MS);
    }

    hide() {
        browser.clearTimeout(this.timer);
        this.state.plain = "";
    }
}

export const masked = {
    component: Masked,
    displayName: _t("Masked contact"),
    supportedTypes: ["char", "many2one"],
    supportedOptions: [
        { label: _t("Kind of contact"), name: "kind", type: "string" },
        { label: _t("Method that opens it"), name: "method", type: "string" },
        { label: _t("No reason asked when set"), name: "free_field", type: "field" },
    ],
    extractProps: ({ options }) => ({
        kind: options.kind,
        method: options.method,
        freeField: options.free_field,
    }),
};

registry.category("fields").add("cc_masked", masked);
