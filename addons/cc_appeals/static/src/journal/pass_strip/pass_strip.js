import { Component, onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { SelectMenu } from "@web/core/select_menu/select_menu";
import { useService } from "@web/core/utils/hooks";
import { faultOf } from "../../composer/session/reply_fault";

/** To whom and with what words the work goes: asked in place. */
export class PassStrip extends Component {
    static template = "cc_appeals.PassStrip";
    static components = { SelectMenu };
    static props = {
        title: String,
        verb: String,
        // rows a colleague is chosen for; without, it goes to whoever is there
        keys: { type: Array, element: String, optional: true },
        // (user id or false, words) => Promise
        send: Function,
        onDrop: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ colleague: false, words: "", error: "", isBusy: false });
        this.choices = [];
        onWillStart(() => this.props.keys && this.loadColleagues());
        onMounted(() => this.root.el.querySelector("input, .o_select_menu_toggler").focus());
    }

    /** Who may get the work, and how much each has already. */
    async loadColleagues() {
        const args = [this.props.keys];
        try {
            const found = await this.orm.call("cc.journal", "journal_colleagues", args);
            this.choices = found.map(({ id, name, count }) => ({
                value: id,
                label: _t("%(name)s, has %(count)s", { name, count }),
            }));
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
        }
    }

    get isWhole() {
        const { colleague, words } = this.state;
        return this.props.keys ? Boolean(colleague) : Boolean(words.trim());
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
