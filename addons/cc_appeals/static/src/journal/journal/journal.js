import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AppealColumn } from "../appeal_column/appeal_column";
import { ContactColumn } from "../contact_column/contact_column";
import { JournalBar } from "../journal_bar/journal_bar";
import { JournalState } from "../journal_state";
import { WorkList } from "../work_list/work_list";

/**
 * The operator's one window: work list, contact, appeal. What other rooms add stands in
 * the registry categories `cc_journal_bar` (left end of the bar), `cc_journal_top` (unfolds
 * over contact and appeal) and `cc_journal_panels` (right column): {Component, order,
 * condition}; each gets `journal`, the JournalState.
 */
export class Journal extends Component {
    static template = "cc_appeals.Journal";
    static components = { AppealColumn, ContactColumn, JournalBar, WorkList };
    static props = { ...standardActionServiceProps };

    setup() {
        this.journal = useState(new JournalState({ orm: useService("orm") }));
        onWillStart(() => this.journal.start());
    }

    get tops() {
        return registry.category("cc_journal_top").getEntries();
    }
}

registry.category("actions").add("cc_journal", Journal);
