import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useService } from "@web/core/utils/hooks";
import { newToken } from "../../widgets/step_strip/steps";
import { takeStripKey } from "../../widgets/step_strip/strip_keys";
import { gapsText } from "../gaps";
import { BULK_KINDS } from "./bulk_kinds";

/** The few fields a step of many appeals needs, asked above the list. */
export class BulkStrip extends Component {
    static template = "cc_appeals.BulkStrip";
    static components = { RecordSelector };
    static props = {
        kind: String,
        count: [Number, String],
        closingMethods: Array,
        /** @returns {{ids: number[]} | {domain: Array}} which appeals, when it is asked */
        chosen: Function,
        onDone: Function,
        onDrop: Function,
    };

    setup() {
        this.bulk = useService("cc_bulk");
        this.root = useRef("root");
        // one token per opened strip: pressed twice, it is one run
        this.token = newToken();
        this.state = useState({
            owner: false,
            department: false,
            closing: "",
            note: "",
            incident: false,
            subject: "",
            body: "",
            error: "",
            busy: false,
            // what was asked about, so that the second press sends it
            gaps: "",
            gapsOf: "",
        });
        onMounted(() => this.focusFirst());
    }

    get kind() {
        return BULK_KINDS[this.props.kind];
    }

    get verb() {
        return _t("%(verb)s: %(count)s", { verb: this.kind.verb, count: this.props.count });
    }

    asks(field) {
        return this.kind.fields.includes(field);
    }

    focusFirst() {
        const fields = [...this.root.el.querySelectorAll("input, select, textarea")];
        (fields.find((field) => !field.value) || fields[0])?.focus();
    }

    onKeydown(ev) {
        takeStripKey(ev, { confirm: () => this.confirm(), drop: () => this.props.onDrop() });
    }

    get values() {
        const { owner, department, closing, note, incident, subject, body } = this.state;
        const all = {
            owner: { owner_id: owner },
            department: { department_id: department },
            closing: { closing_method: closing || false },
            note: { note: note || false },
            incident: { incident_id: incident },
            answer: { subject, body },
        };
        return Object.assign({}, ...this.kind.fields.map((field) => all[field]));
    }

    /** Places that stay empty, as long as words and appeals are those asked about. */
    get gaps() {
        return this.state.gapsOf === this.wordsKey ? this.state.gaps : "";
    }

    get wordsKey() {
        return [this.props.count, this.state.subject, this.state.body].join("\n");
    }

    /** @returns {Promise<boolean>} whether a place stays empty that was not told yet */
    async hasNewGaps(values) {
        if (!this.asks("answer") || this.gaps) {
            return false;
        }
        const words = this.wordsKey;
        this.state.gaps = gapsText(await this.bulk.gaps(values));
        this.state.gapsOf = words;
        return Boolean(this.state.gaps);
    }

    async confirm() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        this.state.error = "";
        const { kind } = this.props;
        const values = { kind, token: this.token, ...this.props.chosen(), ...this.values };
        try {
            if (await this.hasNewGaps(values)) {
                this.state.busy = false;
                return;
            }
            await this.bulk.start(values);
        } catch (error) {
            this.state.error = error.data?.message || _t("It was not started. Try again.");
            this.state.busy = false;
            this.focusFirst();
            return;
        }
        this.props.onDone();
    }
}
