import { onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { listView } from "@web/views/list/list_view";
import { InboxCounts } from "@cc_appeals/views/department_inbox/department_inbox";
import { UnfoldListRenderer } from "../../unfold/unfold_list";
import { CallbackBulk } from "../callback_bulk/callback_bulk";

const MAY_BULK = "cc_base.cc_base_group_senior";

/** How many calls are owed, each figure a filter of the list below. */
export class CallbackCounts extends InboxCounts {
    static template = "cc_telephony.CallbackCounts";

    async load() {
        this.state.parts = await this.orm.call("cc.callback", "callback_counts", []);
    }
}

export class CallbackListRenderer extends UnfoldListRenderer {
    static template = "cc_telephony.CallbackListRenderer";
    static components = { ...UnfoldListRenderer.components, CallbackBulk, CallbackCounts };

    setup() {
        super.setup();
        this.may = useState({ bulk: false });
        onWillStart(async () => {
            this.may.bulk = await user.hasGroup(MAY_BULK);
        });
    }

    get isBulk() {
        const { list } = this.props;
        return this.may.bulk && (list.isDomainSelected || list.selection.length > 0);
    }
}

export const callbackListView = { ...listView, Renderer: CallbackListRenderer };

registry.category("views").add("cc_callback_list", callbackListView);
