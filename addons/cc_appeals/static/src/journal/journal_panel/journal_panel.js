import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

/** A panel of another room in the right column: folds, and stays so for this user. */
export class JournalPanel extends Component {
    static template = "cc_appeals.JournalPanel";
    static props = { name: String, panel: Object, journal: Object };

    setup() {
        this.key = `cc_journal_panel:${user.userId}:${this.props.name}`;
        const kept = browser.localStorage.getItem(this.key);
        const { isFolded = false } = this.props.panel;
        this.state = useState({ isOpen: kept ? kept === "open" : !isFolded });
    }

    get title() {
        return String(this.props.panel.title || "");
    }

    /** A few words beside the title, as the panel says them of what is open. */
    get summary() {
        const { panel, journal } = this.props;
        return panel.summary ? panel.summary(journal) : "";
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
        browser.localStorage.setItem(this.key, this.state.isOpen ? "open" : "folded");
    }
}
