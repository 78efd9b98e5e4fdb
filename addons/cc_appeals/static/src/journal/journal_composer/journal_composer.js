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
import { PaperSheet } from "../paper_sheet/paper_sheet";

const WAYS = [
    { way: "answer", name: _t("Answer"), icon: "reply", key: "R" },
    { way: "paper", name: _t("Letter on paper"), icon: "file-text", key: "L" },
    { way: "note", name: _t("Note for colleagues"), icon: "pencil", key: "N" },
];
// where the caret goes when this is asked for
const PLACES = {
    answer: ".o_cc_reply_text, .o_cc_reply_early",
    note: ".o_cc_note_sheet .o_cc_note_text",
    paper: ".o_cc_paper_number",
};

/**
 * Under the chronology: the answer to the appeal on screen, by a channel or on paper, or a
 * note for colleagues. It stands open and takes the focus only when asked, so that keys move
 * through the list.
 */
export class JournalComposer extends Component {
    static template = "cc_appeals.JournalComposer";
    static components = { Composer, NoteSheet, PaperSheet };
    static props = { journal: Object };

    setup() {
        const { journal } = this.props;
        this.root = useRef("root");
        this.desk = useDesk(journal);
        this.state = useState({ way: "answer" });
        // made once: an open menu must not be drawn anew when its item is chosen
        this.waysBeside = Object.fromEntries(WAYS.map(({ way }) => [way, this.beside(way)]));
        useServedKeys(journal, {
            answer: () => this.write(this.isUnreachable ? "paper" : "answer"),
            paper: () => this.journal.appealId && this.write("paper"),
            note: () => this.noted && this.write("note"),
        });
        useEffect(
            () => {
                this.state.way = "answer";
                this.askedFrom = null;
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

    /** No channel carries an answer: paper does. */
    get isUnreachable() {
        return Boolean(this.root.el?.querySelector(".o_cc_composer_none"));
    }

    /** What is written here; of who has no appeal, only a note can be. */
    get way() {
        return this.journal.appealId ? this.state.way : "note";
    }

    /** What else can be written here; without an appeal, nothing. */
    get others() {
        return this.journal.appealId ? this.waysBeside[this.way] : [];
    }

    beside(shown) {
        return WAYS.filter(({ way }) => way !== shown).map(({ way, name, icon, key }) => ({
            name: String(name),
            icon,
            key,
            choose: () => this.write(way),
        }));
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

    async sentOnPaper(id, text) {
        const { opened } = this.journal;
        this.state.way = "answer";
        await this.desk.done();
        if (this.journal.opened === opened) {
            this.desk.tellRegistered(text, id);
        } else {
            this.journal.say(text);
        }
    }

    write(way) {
        this.askedFrom = document.activeElement;
        this.state.way = way;
        this.focusAsked();
    }

    /** Whoever has gone elsewhere meanwhile is not called back. */
    get isLeft() {
        const { askedFrom } = this;
        return askedFrom.isConnected && document.activeElement !== askedFrom;
    }

    focusAsked() {
        const field = this.askedFrom && this.root.el?.querySelector(PLACES[this.way]);
        // a hidden one appears with the next patch
        if (field?.offsetParent) {
            const isLeft = this.isLeft;
            this.askedFrom = null;
            if (!isLeft) {
                field.focus();
            }
        }
    }
}
