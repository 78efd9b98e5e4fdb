import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";

/** Over all columns: who I am to the callers, what waits, the search. */
export class JournalBar extends Component {
    static template = "cc_appeals.JournalBar";
    static props = { journal: Object };

    get parts() {
        return registry.category("cc_journal_bar").getEntries();
    }
}
