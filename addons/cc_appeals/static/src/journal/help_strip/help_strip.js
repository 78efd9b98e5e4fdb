import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { faultOf } from "../../composer/session/reply_fault";
import { useDesk } from "../desk/desk";

/** A colleague asks for help with what is open: join, take over with a reason, or end it. */
export class HelpStrip extends Component {
    static template = "cc_appeals.HelpStrip";
    static props = { journal: Object };

    setup() {
        this.orm = useService("orm");
        this.reason = useRef("reason");
        this.desk = useDesk(this.props.journal);
        this.state = useState({ isTaking: false, reason: "", error: "", isBusy: false });
        useEffect(
            (el) => el?.focus(),
            () => [this.reason.el]
        );
    }

    get row() {
        return this.props.journal.contact.row;
    }

    async step(name, values = {}) {
        if (this.state.isBusy) {
            return;
        }
        Object.assign(this.state, { isBusy: true, error: "" });
        try {
            const args = [name, { id: this.row.id, ...values }];
            await this.orm.call("cc.journal", "journal_help", args);
            this.state.isTaking = false;
            await this.desk.done();
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
        } finally {
            this.state.isBusy = false;
        }
    }

    takeOver() {
        return this.step("take_over", { reason: this.state.reason });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.state.isTaking = false;
        } else if (ev.key === "Enter") {
            this.takeOver();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}
