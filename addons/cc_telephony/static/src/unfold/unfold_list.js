import { markRaw, useState, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/**
 * A list where something may unfold under one of its rows.
 *
 * What stands in a row calls `toggle(record, name, Part, props)` of `useUnfold`; a part has
 * the props it was given, `record` and `onFold`.
 */
export class UnfoldListRenderer extends ListRenderer {
    static template = "cc_telephony.UnfoldListRenderer";
    static recordRowTemplate = "cc_telephony.UnfoldListRenderer.Row";

    setup() {
        super.setup();
        this.unfolded = useState({ resId: false, name: "", what: {} });
        useSubEnv({
            ccUnfold: {
                unfolded: this.unfolded,
                toggle: (...args) => this.toggleUnfolded(...args),
            },
        });
    }

    isUnfolded(record) {
        return Boolean(record.resId) && this.unfolded.resId === record.resId;
    }

    toggleUnfolded(record, name, Part, props = {}) {
        const { unfolded } = this;
        if (this.isUnfolded(record) && unfolded.name === name) {
            this.fold();
            return;
        }
        Object.assign(unfolded, { resId: record.resId, name, what: markRaw({ Part, props }) });
    }

    fold() {
        Object.assign(this.unfolded, { resId: false, name: "", what: {} });
    }
}

registry.category("views").add("cc_unfold_list", { ...listView, Renderer: UnfoldListRenderer });
