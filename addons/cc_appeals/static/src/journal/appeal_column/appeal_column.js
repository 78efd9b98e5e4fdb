import { Component } from "@odoo/owl";
/** The appeals of this contact, one of them to work on, and the panels of other rooms. */
export class AppealColumn extends Component {
    static template = "cc_appeals.AppealColumn";
    static props = { journal: Object };
}
