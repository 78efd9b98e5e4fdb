import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { useAutoresize } from "@web/core/utils/autoresize";
import { draftLabel, whyNotSend } from "../composer/composer_labels";
import { DraftConflict } from "../draft_conflict/draft_conflict";
import { ReplyAddress } from "../reply_address/reply_address";
import { ReplyFiles } from "../reply_files/reply_files";
import { discard, keepMine, swapAside, takeTheirs } from "../session/other_text";
import { faultOf } from "../session/reply_fault";
import { TemplateList } from "../template_list/template_list";
import { TemplateMenu } from "../template_list/template_menu";
import { caretLine } from "./caret_line";
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
        this.state = useState({ listTop: 0 });
        this.menu = useState(
            new TemplateMenu(
                () => this.session.templates,
                (template, start) => this.insertTemplate(template, start)
            )
        );
        this.doors = useFileDoors((files) => this.addFiles(files));
        useAutoresize(this.text);
        onMounted(() => this.props.hasFocus && this.focusText());
    }

    get session() {
        return this.props.session;
    }

    get draftLabel() {
        return draftLabel(this.session);
    }

    get whyNotSend() {
        return whyNotSend(this.session, this.props.uploads);
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
        this.session.edit({ body: target.value });
        this.menu.follow(target.value, target.selectionStart);
        this.placeList();
    }

    placeList() {
        this.state.listTop = this.menu.isOpen && !this.menu.hasSearch ? caretLine(this.text.el) : 0;
    }

    onKeydown(ev) {
        if (this.menu.onKeydown(ev)) {
            if (!this.menu.isOpen) {
                this.focusText(this.text.el.selectionStart);
            }
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
        if (!this.whyNotSend && !this.session.isSending) {
            this.props.onSend();
        }
    }

    toggleTemplates() {
        this.menu.openSearch();
        this.placeList();
        if (!this.menu.isOpen) {
            this.focusText(this.text.el.selectionStart);
        }
    }

    async insertTemplate({ id }, start) {
        const { session } = this;
        const caret = this.text.el.selectionStart;
        try {
            const { subject, body } = await session.call("reply_template", id);
            this.insert(body, start ?? caret, caret);
            if (subject && [session.blank.subject, ""].includes(session.words.subject)) {
                session.edit({ subject });
            }
        } catch (error) {
            session.sendError = String(faultOf(error).sentence);
        }
    }

    /** Put words at a place of the text, so that Ctrl+Z takes them out again. */
    insert(words, from, to) {
        const { el } = this.text;
        el.focus();
        el.setSelectionRange(from, to);
        if (!document.execCommand("insertText", false, words)) {
            el.setRangeText(words, from, to, "end");
        }
        this.session.edit({ body: el.value });
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
