import { Component } from "@odoo/owl";

export const STATE_SIGNS = {
    registered: "inbox",
    handed_over: "arrow-right",
    feedback: "reply",
    closed: "check",
};

/** A state of the status line: its sign, its colour, its word. */
export class StateChip extends Component {
    static template = "cc_appeals.StateChip";
    static props = {
        state: String,
        label: String,
        title: { type: String, optional: true },
    };

    get sign() {
        return STATE_SIGNS[this.props.state] || "circle-o";
    }
}
