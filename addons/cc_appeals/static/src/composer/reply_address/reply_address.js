import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { verbOf } from "./roads";

/** By what the answer goes and to whom; a channel that cannot send says why. */
export class ReplyAddress extends Component {
    static template = "cc_appeals.ReplyAddress";
    static components = { Dropdown, DropdownItem };
    static defaultProps = { others: [] };
    static props = {
        channels: Array,
        channel: { type: Object, optional: true },
        recipient: { type: Object, optional: true },
        isLocked: { type: Boolean, optional: true },
        onChoose: Function,
        // what else can be written here: [{name, icon, choose}]
        others: { type: Array, optional: true },
    };

    get verb() {
        return verbOf(this.props.channel);
    }

    get recipients() {
        return this.props.channel?.recipients || [];
    }

    chooseChannel({ id, can_send, recipients }) {
        if (can_send) {
            this.props.onChoose({ channel_id: id, recipient_id: recipients[0]?.id || false });
        }
    }
}
