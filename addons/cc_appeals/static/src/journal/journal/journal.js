import { Component, onWillDestroy, onWillStart, useRef, useState, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AppealColumn } from "../appeal_column/appeal_column";
import { attempt } from "../attempt";
import { ContactColumn } from "../contact_column/contact_column";
import { JournalBar } from "../journal_bar/journal_bar";
import { useJournalKeys } from "../journal_keys/journal_keys";
import { JournalState } from "../journal_state";
import { KeyHints } from "../key_hints/key_hints";
import { KeySheet } from "../key_sheet/key_sheet";
import { partsOf } from "../parts";
import { WorkList } from "../work_list/work_list";
import { useJournalBus } from "./journal_bus";
import { useJournalPlace } from "./journal_place";
import { useNoTrace } from "./no_trace";
import { useSecondTab } from "./second_tab";

const FIELD = "textarea, [contenteditable=true], input:not([type=checkbox]):not([type=radio])";

/**
 * The operator's one window: work list, contact, appeal. What other rooms add stands in
 * the registry categories `cc_journal_bar` (in the bar: {place: "start" | "end"}),
 * `cc_journal_banners` (full width under the bar), `cc_journal_top` (unfolds over contact
 * and appeal) and `cc_journal_panels` (right column): {Component, order, condition}; each
 * gets `journal`, the JournalState. `env.clock` is the server's clock.
 */
export class Journal extends Component {
    static template = "cc_appeals.Journal";
    static components = { AppealColumn, ContactColumn, JournalBar, KeyHints, KeySheet, WorkList };
    static props = { ...standardActionServiceProps };

    setup() {
        this.root = useRef("root");
        this.journal = useState(new JournalState({ orm: useService("orm") }));
        this.state = useState({ isSheetOpen: false, isDrawerOpen: false });
        useSubEnv({ clock: this.journal.clock });
        this.beHere();
        useNoTrace(this.root);
        useSecondTab(this.journal);
        useJournalKeys(this.journal, {
            help: () => this.toggle("isSheetOpen"),
            escape: (isText) => this.escape(isText),
        });
        this.journal.addKey("drawer", () => this.toggle("isDrawerOpen"));
        this.journal.addTyping(() => this.isInField());
        const listen = useJournalBus(this.journal);
        const { tab, row } = useJournalPlace(this.props, this.journal);
        onWillStart(async () => {
            await this.journal.start(tab);
            listen();
            if (row) {
                // the window stands at once, the contact comes when it comes
                attempt(this.journal, () => this.journal.open(row));
            }
        });
    }

    beHere() {
        const service = useService("cc_journal");
        service.current = this.journal;
        onWillDestroy(() => {
            if (service.current === this.journal) {
                service.current = null;
            }
        });
    }

    partsOf(category) {
        return partsOf(category, this.journal);
    }

    isInField() {
        const { activeElement } = document;
        return Boolean(this.root.el?.contains(activeElement) && activeElement.matches(FIELD));
    }

    toggle(name) {
        this.state[name] = !this.state[name];
    }

    /** From the inside out: the field, the sheet, the drawer. */
    escape(isText) {
        const rows = this.root.el.querySelector(".o_cc_work_rows");
        if (this.state.isSheetOpen) {
            this.state.isSheetOpen = false;
        } else if (isText && this.root.el.contains(document.activeElement)) {
            rows.focus({ preventScroll: true });
        } else if (this.state.isDrawerOpen) {
            this.state.isDrawerOpen = false;
            rows.focus({ preventScroll: true });
        } else {
            return false;
        }
        return true;
    }

    backToList() {
        this.journal.close();
    }
}

registry.category("actions").add("cc_journal", Journal);
