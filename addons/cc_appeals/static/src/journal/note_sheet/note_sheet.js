import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useAutoresize } from "@web/core/utils/autoresize";
import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";
import { faultOf } from "../../composer/session/reply_fault";
import { WordStore } from "../../composer/session/word_store";
import { newToken } from "../../widgets/step_strip/steps";

const AGAIN_MS = 5000;

/** A note only colleagues see. Its words stay in this tab until the server has them. */
export class NoteSheet extends Component {
    static template = "cc_appeals.NoteSheet";
    static components = { Dropdown, DropdownItem };
    static props = {
        resModel: String,
        resId: Number,
        onAnswer: { type: Function, optional: true },
        onNoted: Function,
    };

    setup() {
        const { resModel, resId } = this.props;
        this.orm = useService("orm");
        this.text = useRef("text");
        this.store = new WordStore(`note:${resModel}`, resId);
        const { body = "", token = newToken() } = this.store.read() || {};
        // the same token after a lost answer: the note is not written twice
        this.state = useState({ body, token, error: "", isBusy: false, waits: false });
        useAutoresize(this.text);
        onMounted(() => this.text.el.setSelectionRange(body.length, body.length));
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    onText({ target }) {
        Object.assign(this.state, { body: target.value, error: "" });
        this.store.write({ body: target.value, token: this.state.token });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.target.blur();
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            this.send();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    async send() {
        const { body, token, isBusy } = this.state;
        browser.clearTimeout(this.timer);
        if (isBusy || !body.trim()) {
            return;
        }
        this.state.isBusy = true;
        try {
            const { resModel, resId } = this.props;
            await this.orm.call("cc.journal", "journal_note", [resModel, resId, body, token]);
        } catch (error) {
            const { sentence, isPassing } = faultOf(error);
            Object.assign(this.state, { error: String(sentence), waits: isPassing });
            if (isPassing) {
                this.timer = browser.setTimeout(() => this.send(), AGAIN_MS);
            }
            return;
        } finally {
            this.state.isBusy = false;
        }
        this.store.clear();
        Object.assign(this.state, { body: "", token: newToken(), error: "", waits: false });
        this.props.onNoted();
    }
}
