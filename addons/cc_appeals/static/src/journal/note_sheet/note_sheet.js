import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { useAutoresize } from "@web/core/utils/autoresize";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { faultOf } from "../../composer/session/reply_fault";
import { WordStore } from "../../composer/session/word_store";
import { newToken } from "../../widgets/step_strip/steps";
import { SheetWay } from "../sheet_way/sheet_way";

/** A note only colleagues see. Its words stay in this browser until the server has them. */
export class NoteSheet extends Component {
    static template = "cc_appeals.NoteSheet";
    static components = { SheetWay };
    static props = {
        resModel: String,
        resId: Number,
        ways: { type: Array, optional: true },
        onNoted: Function,
    };

    setup() {
        const { resModel, resId } = this.props;
        this.sender = useState(useService("cc_sender"));
        this.text = useRef("text");
        this.store = new WordStore(useService("cc_words"), `note:${resModel},${resId}`);
        const { body = "", token = newToken() } = this.store.read() || {};
        // the same token after a lost answer: the note is not written twice
        this.state = useState({ body, token, error: "", isBusy: false });
        useAutoresize(this.text);
        onMounted(() => this.text.el.setSelectionRange(body.length, body.length));
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
        if (isBusy || !body.trim()) {
            return;
        }
        Object.assign(this.state, { isBusy: true, error: "" });
        try {
            await this.post(body, token);
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
            return;
        } finally {
            this.state.isBusy = false;
        }
        Object.assign(this.state, { body: "", token: newToken() });
        this.props.onNoted();
    }

    post(body, token) {
        const { resModel, resId } = this.props;
        const args = [resModel, resId, body, token];
        const call = { model: "cc.journal", method: "journal_note", args };
        return this.store.send(this.sender, call, _t("Note: %s", body.slice(0, 60)));
    }
}
