import { onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";

export const RENEW_MS = 5000;

/** Calls going on: read again every few seconds while somebody looks. */
export class LiveListController extends ListController {
    setup() {
        super.setup();
        const timer = browser.setInterval(() => this.renew(), RENEW_MS);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    async renew() {
        if (document.hidden || this.isRenewing || this.model.root.selection?.length) {
            return;
        }
        this.isRenewing = true;
        try {
            await this.model.root.load();
        } catch {
            // the next round asks again; a server away is told by Odoo itself
        } finally {
            this.isRenewing = false;
        }
    }
}

export const liveListView = { ...listView, Controller: LiveListController };

registry.category("views").add("cc_call_live", liveListView);
