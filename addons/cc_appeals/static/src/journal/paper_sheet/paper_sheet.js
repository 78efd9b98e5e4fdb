import { useState } from "@odoo/owl";
import { formatDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { seenContacts } from "../../chronology/seen_contacts";
import { faultOf } from "../../composer/session/reply_fault";
import { EmptyPlaces, emptyText } from "../../composer/session/empty_places";
import { WordStore } from "../../composer/session/word_store";
import { useTemplateDoor } from "../../composer/template_list/template_door";
import { TemplateList } from "../../composer/template_list/template_list";
import { newToken } from "../../widgets/step_strip/steps";
import { ScanSheet } from "../scan_sheet/scan_sheet";
import { SheetWay } from "../sheet_way/sheet_way";
import { printLetter } from "./print_letter";

const { DateTime } = luxon;

/** An answer on paper: printed here, and registered with its number, its day and a scan. */
export class PaperSheet extends ScanSheet {
    static template = "cc_appeals.PaperSheet";
    static components = { ...ScanSheet.components, SheetWay, TemplateList };
    static props = {
        journal: Object,
        appealId: Number,
        ways: { type: Array, optional: true },
        // what the answer offers, and how one of it is filled in
        templates: { type: Function, optional: true },
        askTemplate: { type: Function, optional: true },
        onSent: Function,
    };
    static defaultProps = { templates: () => [] };

    setup() {
        const day = DateTime.local().startOf("day");
        const slot = `paper:cc.appeal,${this.props.appealId}`;
        this.prepare(slot, {
            number: "",
            body: "",
            token: newToken(),
            day,
        });
        this.empty = useState(new EmptyPlaces(new WordStore(this.words, `empty:${slot}`)));
        this.id = `o_cc_paper_${this.props.appealId}`;
        this.templates = useTemplateDoor(this.text, {
            offered: () => this.props.templates(),
            ask: (id) => this.askTemplate(id),
            taken: (body) => this.edit({ body }),
        });
    }

    get person() {
        return this.props.journal.contact?.person;
    }

    get isEmpty() {
        const { number, body } = this.state;
        return !number && !body && !this.scans.files.length;
    }

    get kept() {
        const { number, body, token } = this.state;
        return { number, body, token };
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

    get emptyText() {
        return emptyText(this.empty.namesIn(this.state.body));
    }

    async askTemplate(id) {
        try {
            const { body, empty } = await this.props.askTemplate(id);
            this.empty.leave(empty);
            return body;
        } catch (error) {
            this.state.error = String(faultOf(error).sentence);
            return null;
        }
    }

    onText({ target }) {
        this.edit({ body: target.value });
        this.templates.follow(target);
    }

    onKeydown(ev) {
        if (!this.templates.onKeydown(ev)) {
            super.onKeydown(ev);
        }
    }

    leave({ target }) {
        target.blur();
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

    send() {
        const { number, body, day, token } = this.state;
        const values = { number, body, day: serializeDate(day), file_ids: this.scans.ids };
        const args = [this.props.appealId, values, token];
        const kwargs = seenContacts("cc.appeal", this.props.appealId);
        const call = { model: "cc.journal", method: "journal_paper_sent", args, kwargs };
        return this.store.send(this.sender, call, _t("Letter on paper № %s", number));
    }

    registered(id) {
        const { number, day } = this.state;
        const values = { number: number.trim(), day: formatDate(day) };
        const text = _t("Registered: outgoing letter № %(number)s of %(day)s", values);
        this.clear();
        this.props.onSent(id, text);
    }

    clear() {
        this.scans.files = [];
        this.empty.clear();
        Object.assign(this.state, { number: "", body: "", error: "", token: newToken() });
        this.store.clear();
    }
}
