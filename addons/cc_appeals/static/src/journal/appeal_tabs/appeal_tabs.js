import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { STATE_SIGNS } from "../../components/state_chip/state_chip";
import { useDesk } from "../desk/desk";

// as many as stand in the narrow column beside "more" and the plus
const MOST = 2;

/** The appeals of this contact: one is worked on, the contact stays. */
export class AppealTabs extends Component {
    static template = "cc_appeals.AppealTabs";
    static components = { Dropdown, DropdownItem };
    static props = { journal: Object, onAdd: Function, mayAdd: Boolean, menu: Array };

    setup() {
        this.desk = useDesk(this.props.journal);
    }

    get journal() {
        return this.props.journal;
    }

    get appeals() {
        return this.journal.contact.appeals.map((appeal) => ({
            ...appeal,
            sign: STATE_SIGNS[appeal.state] || "circle-o",
            isHere: !this.desk.isAdding && appeal.id === this.journal.appealId,
        }));
    }

    /** The first ones; the one on screen is always among them. */
    get shown() {
        const { appeals } = this;
        const count = this.desk.isAdding ? MOST - 1 : MOST;
        const first = appeals.slice(0, count);
        const here = appeals.find(({ isHere }) => isHere);
        return !here || first.includes(here) ? first : [...first.slice(0, count - 1), here];
    }

    get others() {
        const shown = new Set(this.shown.map(({ id }) => id));
        return this.appeals.filter(({ id }) => !shown.has(id));
    }

    get moreText() {
        const { more = 0 } = this.journal.contact;
        return _t("%s more", this.others.length + more);
    }

    show(id) {
        this.desk.isAdding = false;
        this.journal.showAppeal(id);
    }

    onKeydown(ev) {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[ev.key];
        const tabs = [...ev.currentTarget.querySelectorAll("[role=tab]")];
        const place = tabs.indexOf(document.activeElement);
        if (step && place >= 0) {
            tabs[(place + step + tabs.length) % tabs.length].focus();
            ev.preventDefault();
        }
    }
}
