import { registry } from "@web/core/registry";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { BulkBar } from "../../bulk/bulk_bar/bulk_bar";

export class AppealListRenderer extends ListRenderer {
    static template = "cc_appeals.AppealListRenderer";
    static components = { ...ListRenderer.components, BulkBar };
}

export const appealListView = { ...listView, Renderer: AppealListRenderer };

registry.category("views").add("cc_appeal_list", appealListView);
