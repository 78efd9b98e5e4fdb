import { Component, useRef, useState } from "@odoo/owl";
import { useAutoresize } from "@web/core/utils/autoresize";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { faultOf } from "../../composer/session/reply_fault";
import { WordStore } from "../../composer/session/word_store";
import { newToken } from "../../widgets/step_strip/steps";

/** One more appeal of the contact on screen: who asked, where and how is filled in. */
export class NewAppeal extends Component {
    static template = "cc_appeals.NewAppeal";
    static components = { RecordSelector };
    static props = {
        // what it is taken from: [model, id]
        source: Array,
        directionId: { type: [Number, { value: false }], optional: true },
        onDone: Function,
        onDrop: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.matter = useRef("matter");
        this.store = new WordStore("journal:appeal", this.props.source.join(","));
        const kept = this.store.read() || {};
        this.state = useState({
            name: kept.name || "",
            topic: kept.topic || false,
            token: kept.token || newToken(),
            error: "",
            isBusy: false,
        });
        useAutofocus({ refName: "matter" });
        useAutoresize(this.matter);
    }

    get topicDomain() {
        const { directionId } = this.props;
        return [["direction_id", "in", directionId ? [false, directionId] : [false]]];
    }

    edit(values) {
        Object.assign(this.state, values, { error: "" });
        const { name, topic, token } = this.state;
        this.store.write({ name, topic, token });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.drop();
        } else if (ev.key === "Enter" && ev.target === this.matter.el) {
            this.register();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    drop() {
        this.store.clear();
        this.props.onDrop();
    }

    async register() {
        const { name, topic, token, isBusy } = this.state;
        if (isBusy || !name.trim()) {
            this.matter.el.focus();
            return;
        }
        this.state.isBusy = true;
        let id;
        try {
            const args = [...this.props.source, name, topic, token];
            id = await this.orm.call("cc.journal", "journal_one_more", args);
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
            return;
        } finally {
            this.state.isBusy = false;
        }
        this.store.clear();
        await this.props.onDone(id);
    }
}
