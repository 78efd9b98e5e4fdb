import { Component, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { formatDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useAutoresize } from "@web/core/utils/autoresize";
import { useService } from "@web/core/utils/hooks";
import { ReplyFiles } from "../../composer/reply_files/reply_files";
import { useFileDoors } from "../../composer/reply_sheet/file_doors";
import { faultOf } from "../../composer/session/reply_fault";
import { WordStore } from "../../composer/session/word_store";
import { newToken } from "../../widgets/step_strip/steps";
import { SheetWay } from "../sheet_way/sheet_way";
import { printLetter } from "./print_letter";
import { useScans } from "./scan_files";

const { DateTime } = luxon;

/** An answer on paper: printed here, and registered with its number, its day and a scan. */
export class PaperSheet extends Component {
    static template = "cc_appeals.PaperSheet";
    static components = { DateTimeInput, ReplyFiles, SheetWay };
    static props = {
        journal: Object,
        appealId: Number,
        ways: { type: Array, optional: true },
        onSent: Function,
    };

    setup() {
        // not by useService: files go on while the component goes away
        const { orm, file_upload, cc_words: words } = this.env.services;
        this.sender = useState(useService("cc_sender"));
        this.text = useRef("text");
        this.picker = useRef("picker");
        this.store = new WordStore(words, `paper:cc.appeal,${this.props.appealId}`);
        const { files = [], ...kept } = this.store.read() || {};
        this.state = useState({
            number: "",
            body: "",
            token: newToken(),
            day: DateTime.local().startOf("day"),
            ...kept,
            error: "",
            isBusy: false,
        });
        Object.assign(
            this,
            useScans({ orm, file_upload }, files, () => this.keep())
        );
        this.doors = useFileDoors((given) => this.uploads.add(given));
        useAutoresize(this.text);
    }

    get person() {
        return this.props.journal.contact?.person;
    }

    get isEmpty() {
        const { number, body } = this.state;
        return !number && !body && !this.scans.files.length;
    }

    /** Why it cannot be registered yet; the server has the last word. */
    get whyNot() {
        const { number, day, body } = this.state;
        if (!number.trim() || !day) {
            return _t("Write the outgoing number and the day");
        }
        if (this.uploads.running.length) {
            return _t("A file is still on its way");
        }
        const isThere = body.trim() || this.scans.files.length;
        return isThere ? "" : _t("Write the text, or add a scan");
    }

    edit(values) {
        Object.assign(this.state, values, { error: "" });
        this.keep();
    }

    keep() {
        const { number, body, token } = this.state;
        if (!this.isEmpty) {
            this.store.write({ number, body, token, files: [...this.scans.files] });
        }
    }

    pickFiles({ target }) {
        this.uploads.add([...target.files]);
        target.value = "";
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.target.blur();
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            this.register();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    print() {
        const { journal, appealId } = this.props;
        const { number, day, body } = this.state;
        const { name = "", address = "" } = this.person || {};
        const tab = journal.contact.appeals.find(({ id }) => id === appealId);
        printLetter({
            number,
            body,
            day: formatDate(day),
            from: journal.contact.appeal?.[appealId]?.direction_id?.display_name || "",
            to: name,
            address,
            appeal: tab?.number || "",
            signer: user.name,
        });
    }

    async register() {
        if (this.state.isBusy || this.whyNot) {
            return;
        }
        this.state.isBusy = true;
        try {
            await this.send();
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
            return;
        } finally {
            this.state.isBusy = false;
        }
        this.clear();
        this.props.onSent();
    }

    send() {
        const { number, body, day, token } = this.state;
        const values = { number, body, day: serializeDate(day), file_ids: this.scans.ids };
        const args = [this.props.appealId, values, token];
        const call = { model: "cc.journal", method: "journal_paper_sent", args };
        return this.store.send(this.sender, call, _t("Letter on paper № %s", number));
    }

    clear() {
        this.scans.files = [];
        Object.assign(this.state, { number: "", body: "", error: "", token: newToken() });
        this.store.clear();
    }

    /** The scans lie with the server: they go as well. */
    discard() {
        this.scans.files.forEach((file) => this.uploads.remove(file));
        this.clear();
    }
}
