import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

const TICK_MS = 500;

/** An answer that is about to leave, and the button that brings it back. */
export class SentBar extends Component {
    static template = "cc_appeals.SentBar";
    static props = { pending: Object, onTakeBack: Function, onOver: Function };

    setup() {
        this.state = useState({ left: this.left, busy: false });
        this.whole = Math.max(this.state.left, 1);
        // not in setup: what is never mounted is never unmounted either
        onMounted(() => {
            this.timer = browser.setInterval(() => this.tick(), TICK_MS);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    /** Whole seconds until it is too late. */
    get left() {
        return Math.max(0, Math.ceil((this.props.pending.over - Date.now()) / 1000));
    }

    get share() {
        return (100 * this.state.left) / this.whole;
    }

    tick() {
        this.state.left = this.left;
        if (!this.state.left && !this.state.busy) {
            this.props.onOver();
        }
    }

    async takeBack() {
        if (!this.state.busy) {
            this.state.busy = true;
            await this.props.onTakeBack();
            this.state.busy = false;
        }
    }
}
