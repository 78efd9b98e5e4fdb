import {
    Component,
    onMounted,
    onPatched,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Composer } from "../../composer/composer/composer";
import { useDesk, useServedKeys } from "../desk/desk";
import { NoteSheet } from "../note_sheet/note_sheet";

/**
 * Under the chronology: the answer to the appeal on screen, or a note for colleagues. It
 * stands open and takes the focus only when asked, so that keys move through the list.
 */
export class JournalComposer extends Component {
    static template = "cc_appeals.JournalComposer";
    static components = { Composer, NoteSheet };
    static props = { journal: Object };

    setup() {
        const { journal } = this.props;
        this.root = useRef("root");
        this.desk = useDesk(journal);
        this.state = useState({ isNote: false });
        const choose = () => this.note();
        this.others = [{ name: _t("Note for colleagues"), icon: "pencil", choose }];
        useServedKeys(journal, { answer: () => this.answer() });
        useEffect(
            () => {
                this.state.isNote = false;
            },
            () => [journal.opened?.key]
        );
        onMounted(() => {
            this.stopTelling = journal.addTyping(() => this.isTyping);
        });
        onPatched(() => this.focusAsked());
        onWillUnmount(() => this.stopTelling());
    }

    get journal() {
        return this.props.journal;
    }

    get isNote() {
        return this.state.isNote || !this.journal.appealId;
    }

    get isTyping() {
        return Boolean(this.root.el?.contains(document.activeElement));
    }

    /** What a note is written to: the appeal on screen, else the person. */
    get noted() {
        const { appealId, contact } = this.journal;
        if (appealId) {
            return { resModel: "cc.appeal", resId: appealId };
        }
        return contact.person ? { resModel: "res.partner", resId: contact.person.id } : null;
    }

    answer() {
        if (this.journal.appealId) {
            this.isFocusAsked = true;
            this.state.isNote = false;
            this.focusAsked();
        } else {
            this.note();
        }
    }

    note() {
        this.isFocusAsked = true;
        this.state.isNote = true;
        this.focusAsked();
    }

    focusAsked() {
        const place = this.isNote ? ".o_cc_note_text" : ".o_cc_reply_text";
        const text = this.isFocusAsked && this.root.el?.querySelector(place);
        // a hidden one appears with the next patch
        if (text?.offsetParent) {
            this.isFocusAsked = false;
            text.focus();
        }
    }
}
