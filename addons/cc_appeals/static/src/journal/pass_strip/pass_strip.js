import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useService } from "@web/core/utils/hooks";
import { faultOf } from "../../composer/session/reply_fault";

/** To whom and with what words the work goes: asked in place. */
export class PassStrip extends Component {
    static template = "cc_appeals.PassStrip";
    static components = { RecordSelector };
    static props = {
        title: String,
        verb: String,
        // false: a senior of the direction is asked, whoever is there
        hasColleague: { type: Boolean, optional: true },
        directionId: { type: [Number, { value: false }], optional: true },
        // (user id or false, words) => Promise
        send: Function,
        onDrop: Function,
    };
    static defaultProps = { hasColleague: true };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ colleague: false, words: "", error: "", isBusy: false });
        onMounted(() => this.root.el.querySelector("input").focus());
    }

    get domain() {
        const { directionId } = this.props;
        const domain = [["share", "=", false]];
        return directionId ? [...domain, ["cc_direction_ids", "in", [directionId]]] : domain;
    }

    get isWhole() {
        const { colleague, words } = this.state;
        return this.props.hasColleague ? Boolean(colleague) : Boolean(words.trim());
    }

    onKeydown(ev) {
        const isLine = ev.target.matches("input[name=words]");
        if (ev.key === "Escape") {
            this.props.onDrop();
        } else if (ev.key === "Enter" && isLine) {
            this.confirm();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    async confirm() {
        const { colleague, words, isBusy } = this.state;
        if (isBusy || !this.isWhole) {
            return;
        }
        this.state.isBusy = true;
        try {
            await this.props.send(colleague, words.trim());
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
        } finally {
            this.state.isBusy = false;
        }
    }
}
