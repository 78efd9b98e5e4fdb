import { Component } from "@odoo/owl";
import { TABS } from "../journal_state";

/** What there is to do: four tabs of rows, the nearest deadline first. */
export class WorkList extends Component {
    static template = "cc_appeals.WorkList";
    static props = { journal: Object };

    get tabs() {
        return TABS;
    }
}
