import { Component, useState, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useUnfold } from "../../unfold/use_unfold";
import { Recordings, SIGNS } from "../recordings/recordings";

/** What unfolds under a row. */
class UnfoldedRecordings extends Component {
    static template = xml`
        <Recordings resModel="props.record.resModel" resId="props.record.resId" />`;
    static components = { Recordings };
    static props = { record: Object, onFold: Function };
}

/** In a row: a sign to unfold the player by, or what became of the recording. */
export class RecordingFold extends Component {
    static template = "cc_telephony.RecordingFold";
    static components = { Recordings };
    static props = {
        ...standardFieldProps,
        noteField: { type: String, optional: true },
    };
    static defaultProps = { noteField: "recording_note" };

    setup() {
        this.row = useUnfold();
        this.state = useState({ isOpen: false });
    }

    get data() {
        return this.props.record.data;
    }

    get value() {
        return this.data[this.props.name];
    }

    get isHeard() {
        return this.value === "stored" && ["yes", "reason"].includes(this.data.listening);
    }

    get sign() {
        return SIGNS[this.value];
    }

    get note() {
        return this.data[this.props.noteField] || "";
    }

    get title() {
        return this.isOpen ? _t("Fold the player") : _t("Listen");
    }

    get isOpen() {
        return this.row ? this.row.isOpen(this.props.record, "player") : this.state.isOpen;
    }

    toggle() {
        if (this.row) {
            this.row.toggle(this.props.record, "player", UnfoldedRecordings);
        } else {
            this.state.isOpen = !this.state.isOpen;
        }
    }
}

export const recordingFold = {
    component: RecordingFold,
    displayName: _t("Recording"),
    supportedTypes: ["selection"],
    supportedOptions: [{ label: _t("Why there is none"), name: "note_field", type: "field" }],
    extractProps: ({ options }) => ({ noteField: options.note_field }),
    listViewWidth: 44,
};

registry.category("fields").add("cc_recording_fold", recordingFold);
