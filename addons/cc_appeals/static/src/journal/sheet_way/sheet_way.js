import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";

/** What is written in the sheet, and what else can be: the way of the Journal's composer. */
export class SheetWay extends Component {
    static template = "cc_appeals.SheetWay";
    static components = { Dropdown, DropdownItem };
    static props = {
        name: String,
        icon: String,
        // what else: [{name, icon, key, choose}]
        ways: { type: Array, optional: true },
    };
    static defaultProps = { ways: [] };
}
