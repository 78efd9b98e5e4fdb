import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { faultOf } from "../../composer/session/reply_fault";

/** Which mass incident an appeal joins: those that go on, the likeliest first. */
export class IncidentStrip extends Component {
    static template = "cc_appeals.IncidentStrip";
    static props = { appealId: Number, onDone: Function, onDrop: Function };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ incidents: [], error: "", isBusy: false });
        onWillStart(() =>
            this.call("incident_offer", [], (incidents) => (this.state.incidents = incidents))
        );
        useEffect(
            () => this.root.el.querySelector("button").focus(),
            () => []
        );
    }

    async call(method, args, take) {
        this.state.error = "";
        try {
            take(await this.orm.call("cc.appeal", method, [[this.props.appealId], ...args]));
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
        }
    }

    async join({ id }) {
        if (!this.state.isBusy) {
            this.state.isBusy = true;
            await this.call("action_join_incident", [id], () => this.props.onDone());
            this.state.isBusy = false;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onDrop();
        }
    }
}
