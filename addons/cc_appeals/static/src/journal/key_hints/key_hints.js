import { Component } from "@odoo/owl";

/** The row at the foot: the keys that are used most, or what the Journal has to say. */
export class KeyHints extends Component {
    static template = "cc_appeals.KeyHints";
    static props = { journal: Object, onHelp: Function, isHelpOpen: Boolean };
}
