import { Component, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { useAutoresize } from "@web/core/utils/autoresize";
import { useService } from "@web/core/utils/hooks";
import { ReplyFiles } from "../../composer/reply_files/reply_files";
import { useFileDoors } from "../../composer/reply_sheet/file_doors";
import { faultOf } from "../../composer/session/reply_fault";
import { WordStore } from "../../composer/session/word_store";
import { useScans } from "./scan_files";

/**
 * A sheet on which a letter with scans is written and registered. Its words and files stay in
 * this browser until the server has them.
 *
 * Who extends it calls `prepare`, and has `isEmpty`, `whyNot` (why it cannot be registered
 * yet, or nothing), `kept` (what of the state is kept), `send` (to the server, with a token),
 * `registered` (what to do with its answer), `clear` and `leave` (at Escape). Its template has
 * refs `text` and `picker`, and calls `cc_appeals.ScanSheet.Trouble`, `….Scan`, `….Discard`.
 */
export class ScanSheet extends Component {
    static components = { DateTimeInput, ReplyFiles };

    /**
     * @param {string} slot where the words are kept
     * @param {Object} blank the state before anything is written
     */
    prepare(slot, blank) {
        // not by useService: files go on while the component goes away
        const { orm, file_upload, cc_words: words } = this.env.services;
        Object.assign(this, { orm, words });
        this.sender = useState(useService("cc_sender"));
        this.text = useRef("text");
        this.picker = useRef("picker");
        this.store = new WordStore(words, slot);
        const { files = [], ...kept } = this.store.read() || {};
        this.state = useState({ ...blank, ...kept, error: "", isBusy: false });
        Object.assign(
            this,
            useScans({ orm, file_upload }, files, () => this.keep())
        );
        this.doors = useFileDoors((given) => this.uploads.add(given));
        useAutoresize(this.text);
    }

    edit(values) {
        Object.assign(this.state, values, { error: "" });
        this.keep();
    }

    keep() {
        if (!this.isEmpty) {
            this.store.write({ ...this.kept, files: [...this.scans.files] });
        }
    }

    pickFiles({ target }) {
        this.uploads.add([...target.files]);
        target.value = "";
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.leave(ev);
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            this.register();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    async register() {
        if (this.state.isBusy || this.whyNot) {
            return;
        }
        this.state.isBusy = true;
        let made;
        try {
            made = await this.send();
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
            return;
        } finally {
            this.state.isBusy = false;
        }
        this.registered(made);
    }

    /** The scans lie with the server: they go as well. */
    discard() {
        this.scans.files.forEach((file) => this.uploads.remove(file));
        this.scans.files = [];
        this.clear();
    }
}
