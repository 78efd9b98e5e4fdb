import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useAutoresize } from "@web/core/utils/autoresize";
import { ReplyFiles } from "../../composer/reply_files/reply_files";
import { useFileDoors } from "../../composer/reply_sheet/file_doors";
import { faultOf } from "../../composer/session/reply_fault";
import { WordStore } from "../../composer/session/word_store";
import { attempt } from "../attempt";
import { useScans } from "../paper_sheet/scan_files";
import { blankOf, keptOf, PAPER, valuesOf } from "./written";

/** A paper letter, a visit, a call put into words, in the place of the contact. */
export class WriteDown extends Component {
    static template = "cc_appeals.WriteDown";
    static components = { DateTimeInput, RecordSelector, ReplyFiles };
    static props = { journal: Object, onDone: Function, onDrop: Function };

    setup() {
        const { orm, file_upload, cc_words: words } = this.env.services;
        this.orm = orm;
        this.sender = useState(useService("cc_sender"));
        this.picker = useRef("picker");
        this.text = useRef("text");
        this.store = new WordStore(words, `written:${this.journal.opened?.key || "nobody"}`);
        const { files = [], ...kept } = this.store.read() || {};
        this.state = useState({ ...blankOf(this.journal), ...kept, error: "", isBusy: false });
        Object.assign(
            this,
            useScans({ orm, file_upload }, files, () => this.keep())
        );
        this.doors = useFileDoors((given) => this.uploads.add(given));
        useAutofocus({ refName: "name" });
        useAutoresize(this.text);
        this.start = { kinds: [], directions: [] };
        onWillStart(() => attempt(this.journal, () => this.load()));
    }

    get journal() {
        return this.props.journal;
    }

    async load() {
        this.start = await this.orm.call("cc.journal", "journal_paper_start", []);
        const { directions, limit_bytes } = this.start;
        this.scans.limitBytes = limit_bytes;
        if (!this.direction) {
            this.state.direction = directions[0]?.id || 0;
        }
        this.fitKind();
    }

    /** A line has channels for some kinds only. */
    fitKind() {
        if (!this.isOffered(this.state.kind)) {
            this.state.kind = this.direction?.kinds[0] || "";
        }
    }

    get direction() {
        return this.start.directions.find(({ id }) => id === this.state.direction);
    }

    get clients() {
        return this.direction?.clients || [];
    }

    isOffered(kind) {
        return Boolean(this.direction?.kinds.includes(kind));
    }

    get isPaper() {
        return this.state.kind === PAPER;
    }

    get known() {
        return this.journal.contact?.person;
    }

    /** Open appeals of the person on screen, which a second letter may be about. */
    get appeals() {
        const { partner } = this.state;
        const isTheirs = partner && partner === this.known?.id;
        return isTheirs ? this.journal.contact.appeals.filter(({ is_open }) => is_open) : [];
    }

    get isNew() {
        return !this.appeals.some(({ id }) => id === this.state.about);
    }

    get partnerDomain() {
        const client = this.state.client || (this.clients.length === 1 && this.clients[0].id);
        const theirs = client ? [["cc_client_id", "=", client]] : [];
        return [["is_cc_applicant", "=", true], ...theirs];
    }

    get isEmpty() {
        const { name, text, number, person_name } = this.state;
        return ![name, text, number, person_name].some(Boolean) && !this.scans.files.length;
    }

    get whyNot() {
        const { name, text, day } = this.state;
        if (this.isNew && !name.trim()) {
            return _t("Say in one line what it is about");
        }
        if (!day) {
            return _t("Write the day it came");
        }
        if (this.uploads.running.length) {
            return _t("A file is still on its way");
        }
        const isThere = text.trim() || this.scans.files.length;
        return isThere ? "" : _t("Write what was said, or add a scan");
    }

    edit(values) {
        Object.assign(this.state, values, { error: "" });
        this.keep();
    }

    choose(name, { target }) {
        this.edit({ [name]: Number(target.value) });
        this.fitKind();
    }

    keep() {
        if (!this.isEmpty) {
            this.store.write({ ...keptOf(this.state), files: [...this.scans.files] });
        }
    }

    pickFiles({ target }) {
        this.uploads.add([...target.files]);
        target.value = "";
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.props.onDrop();
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            this.register();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    get values() {
        const { about } = this.state;
        const file_ids = this.scans.ids;
        return { ...valuesOf(this.state, this.isNew ? false : about), file_ids };
    }

    async register() {
        if (this.state.isBusy || this.whyNot) {
            return;
        }
        this.state.isBusy = true;
        let made;
        try {
            const args = [this.values, this.state.token];
            const call = { model: "cc.journal", method: "journal_write_down", args };
            made = await this.store.send(this.sender, call, _t("Written down: %s", this.title));
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
            return;
        } finally {
            this.state.isBusy = false;
        }
        this.store.clear();
        this.props.onDone(made);
    }

    /** As the list of what waits for a connection names it. */
    get title() {
        return this.state.name || this.appeals.find(({ id }) => id === this.state.about)?.number;
    }

    discard() {
        this.scans.files.forEach((file) => this.uploads.remove(file));
        this.scans.files = [];
        const { kind, direction } = this.state;
        Object.assign(this.state, { ...blankOf(this.journal), kind, direction, error: "" });
        this.store.clear();
    }
}
