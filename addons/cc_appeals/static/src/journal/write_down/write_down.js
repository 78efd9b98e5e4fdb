import { onWillStart } from "@odoo/owl";
import { formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useAutofocus } from "@web/core/utils/hooks";
import { attempt } from "../attempt";
import { ScanSheet } from "../scan_sheet/scan_sheet";
import { blankOf, keptOf, PAPER, valuesOf } from "./written";

/** A paper letter, a visit, a call put into words, in the place of the contact. */
export class WriteDown extends ScanSheet {
    static template = "cc_appeals.WriteDown";
    static components = { ...ScanSheet.components, RecordSelector };
    static props = { journal: Object, onDone: Function, onDrop: Function };

    setup() {
        const { journal } = this;
        this.prepare(`written:${journal.opened?.key || "nobody"}`, blankOf(journal));
        useAutofocus({ refName: "name" });
        this.start = { kinds: [], directions: [] };
        onWillStart(() => attempt(journal, () => this.load()));
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

    choose(name, { target }) {
        this.edit({ [name]: Number(target.value) });
        this.fitKind();
    }

    get kept() {
        return keptOf(this.state);
    }

    leave() {
        this.props.onDrop();
    }

    get values() {
        const { about } = this.state;
        const file_ids = this.scans.ids;
        return { ...valuesOf(this.state, this.isNew ? false : about), file_ids };
    }

    send() {
        const args = [this.values, this.state.token];
        const call = { model: "cc.journal", method: "journal_write_down", args };
        return this.store.send(this.sender, call, _t("Written down: %s", this.title));
    }

    registered(made) {
        this.store.clear();
        this.props.onDone(made, this.toldOf(made));
    }

    /** What is in the books now: of which kind, its number and its day. */
    toldOf({ number: appeal }) {
        const { kind, number, day } = this.state;
        const label = this.start.kinds.find(([code]) => code === kind)?.[1] || "";
        const what = this.isPaper && number.trim() ? `${label} № ${number.trim()}` : label;
        const values = { appeal, what, day: formatDate(day) };
        return _t("Registered: № %(appeal)s. %(what)s of %(day)s", values);
    }

    /** As the list of what waits for a connection names it. */
    get title() {
        return this.state.name || this.appeals.find(({ id }) => id === this.state.about)?.number;
    }

    clear() {
        const { kind, direction } = this.state;
        Object.assign(this.state, { ...blankOf(this.journal), kind, direction, error: "" });
        this.store.clear();
    }
}
