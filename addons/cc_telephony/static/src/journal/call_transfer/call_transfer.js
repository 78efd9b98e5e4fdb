import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";
import { wordsOf } from "@cc_appeals/presence/presence_words";

/** Sends the caller on to a colleague; who is free stands first. */
export class CallTransfer extends Component {
    static template = "cc_telephony.CallTransfer";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.desk = useService("cc_desk_call");
        this.state = useState({ colleagues: [] });
    }

    async load() {
        this.state.colleagues = await this.desk.colleagues();
    }

    words(colleague) {
        return wordsOf(colleague.state);
    }
}
