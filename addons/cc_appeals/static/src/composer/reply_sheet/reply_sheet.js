import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useAutoresize } from "@web/core/utils/autoresize";
import { draftLabel, whyNotSend } from "../composer/composer_labels";
import { DraftConflict } from "../draft_conflict/draft_conflict";
import { ReplyAddress } from "../reply_address/reply_address";
import { ReplyFiles } from "../reply_files/reply_files";
import { discard, keepMine, swapAside, takeTheirs } from "../session/other_text";
import { emptyText } from "../session/empty_places";
import { faultOf } from "../session/reply_fault";
import { TemplateList } from "../template_list/template_list";
import { useTemplateDoor } from "../template_list/template_door";
import { useFileDoors } from "./file_doors";

let counter = 0;

/** The open composer: address, subject, text, files, and what can be done with them. */
export class ReplySheet extends Component {
    static template = "cc_appeals.ReplySheet";
    static components = { DraftConflict, ReplyAddress, ReplyFiles, TemplateList };
    static props = {
        session: Object,
        uploads: Object,
        onFold: Function,
        onSend: Function,
        others: { type: Array, optional: true },
        // false: it stands open, and takes the focus only when asked
        hasFocus: { type: Boolean, optional: true },
    };
    static defaultProps = { others: [], hasFocus: true };

    setup() {
        this.id = `o_cc_reply_${++counter}`;
        this.text = useRef("text");
        this.picker = useRef("picker");
        this.state = useState({ isAsked: false });
        this.sender = useState(this.env.services.cc_sender);
        this.templates = useTemplateDoor(this.text, {
            offered: () => this.session.templates,
            ask: (id) => this.askTemplate(id),
            taken: (body) => this.session.edit({ body }),
        });
        this.doors = useFileDoors((files) => this.addFiles(files));
        useAutoresize(this.text);
        onMounted(() => this.props.hasFocus && this.focusText());
    }

    get session() {
        return this.props.session;
    }

    get menu() {
        return this.templates.menu;
    }

    get draftLabel() {
        return draftLabel(this.session);
    }

    get whyNotSend() {
        return whyNotSend(this.session, this.props.uploads);
    }

    /** Which places a template left empty; asked before they are sent so. */
    get emptyText() {
        const { empty, words } = this.session;
        const names = empty.namesIn(`${words.subject}\n${words.body}`);
        return names && this.state.isAsked
            ? _t("Send it with an empty place (%s)? Once more sends it.", names)
            : emptyText(names);
    }

    get canDiscard() {
        const { draft, words, isSending } = this.session;
        return !isSending && Boolean(draft.version || words.body.trim());
    }

    focusText(caret = this.session.words.body.length) {
        this.text.el?.focus();
        this.text.el?.setSelectionRange(caret, caret);
    }

    onText({ target }) {
        this.state.isAsked = false;
        this.session.edit({ body: target.value });
        this.templates.follow(target);
    }

    onKeydown(ev) {
        if (this.templates.onKeydown(ev)) {
            return;
        }
        if (ev.key === "Escape") {
            this.props.onFold();
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            this.send();
        } else {
            return;
        }
        // the form must not take these keys for its own
        ev.preventDefault();
        ev.stopPropagation();
    }

    send() {
        if (this.whyNotSend || this.session.isSending) {
            return;
        }
        const isAsked = this.state.isAsked || !this.emptyText;
        this.state.isAsked = !isAsked;
        if (isAsked) {
            this.props.onSend();
        }
    }

    /** @returns {Promise<string|null>} its words; the subject is written at once */
    async askTemplate(id) {
        const { session } = this;
        try {
            const { subject, body, empty } = await session.call("reply_template", id);
            this.state.isAsked = false;
            session.empty.leave(empty);
            if (subject && [session.blank.subject, ""].includes(session.words.subject)) {
                session.edit({ subject });
            }
            return body;
        } catch (error) {
            session.sendError = String(faultOf(error).sentence);
            return null;
        }
    }

    addFiles(files) {
        if (!this.session.isSending) {
            this.props.uploads.add(files);
        }
    }

    pickFiles({ target }) {
        this.addFiles([...target.files]);
        // the same file can be chosen again after it was removed
        target.value = "";
    }

    takeTheirs() {
        takeTheirs(this.session);
        this.focusText();
    }

    keepMine() {
        keepMine(this.session);
        this.focusText();
    }

    swapAside() {
        swapAside(this.session);
        this.focusText();
    }

    async discard() {
        await discard(this.session);
        this.focusText();
    }
}
