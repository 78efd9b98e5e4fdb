import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** What waits for the user's departments, each figure a filter of the list below. */
export class InboxCounts extends Component {
    static template = "cc_appeals.InboxCounts";
    // counted again whenever the list is: a step made in a form shows at once
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ parts: [] });
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
    }

    async load() {
        this.state.parts = await this.orm.call("cc.appeal", "department_inbox", []);
    }

    item(name) {
        const [found] = this.env.searchModel.getSearchItems((each) => each.name === name);
        return found;
    }

    isActive(name) {
        return Boolean(this.item(name)?.isActive);
    }

    toggle(name) {
        const item = this.item(name);
        if (item) {
            this.env.searchModel.toggleSearchItem(item.id);
        }
    }
}

export class DepartmentInboxRenderer extends ListRenderer {
    static template = "cc_appeals.DepartmentInboxRenderer";
    static components = { ...ListRenderer.components, InboxCounts };
}

export const departmentInboxView = { ...listView, Renderer: DepartmentInboxRenderer };

registry.category("views").add("cc_department_inbox", departmentInboxView);
