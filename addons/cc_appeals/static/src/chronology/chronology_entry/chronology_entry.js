import { Component, useState } from "@odoo/owl";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { StateChip } from "../../components/state_chip/state_chip";
import { LetterFrame } from "../../letter_frame/letter_frame";

const LONG = 600;
const MANY_LINES = 10;
const KIB = 1024;
// what a browser draws and cannot run; anything else is only saved
const DRAWN = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

/** @returns {string} where a long text is folded: at a word, with a sign that it goes on */
export function fold(text) {
    const lines = text.split("\n").slice(0, MANY_LINES).join("\n");
    const part = lines.slice(0, LONG);
    const end = part.length < lines.length ? part.replace(/\s+\S*$/, "") : part;
    return `${end.trimEnd()} …`;
}

export function isLong(text) {
    return text.length > LONG * 1.2 || text.split("\n").length > MANY_LINES + 2;
}

/** @returns {string} a file's size as people say it */
export function sizeText(size) {
    if (size < KIB) {
        return _t("%s bytes", size);
    }
    return size < KIB * KIB
        ? _t("%s KB", Math.round(size / KIB))
        : _t("%s MB", (size / KIB / KIB).toFixed(1));
}

/** One thing that happened: a contact or a letter as a card, a step as a quiet line. */
export class ChronologyEntry extends Component {
    static template = "cc_appeals.ChronologyEntry";
    static components = { LetterFrame, StateChip };
    static props = {
        entry: Object,
        resModel: String,
        resId: Number,
        // at the foot of the card: what can be done with it
        slots: { type: Object, optional: true },
        onAppeal: { type: Function, optional: true },
        // it came by the hand of who looks, just now
        isMarked: { type: Boolean, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.state = useState({ isWhole: false, isQuoteShown: false });
    }

    get time() {
        return this.props.entry.at.toFormat("HH:mm");
    }

    get whole() {
        return formatDateTime(this.props.entry.at);
    }

    get isLong() {
        return isLong(this.props.entry.text);
    }

    get text() {
        const { text } = this.props.entry;
        return this.isLong && !this.state.isWhole ? fold(text) : text;
    }

    get title() {
        const { title, label } = this.props.entry;
        return title || label;
    }

    get directionText() {
        return { in: _t("incoming"), out: _t("outgoing") }[this.props.entry.direction] || "";
    }

    /** Which appeals it belongs to; the one on the screen need not be named. */
    get appeals() {
        const { entry, resModel, resId } = this.props;
        return entry.appeals.filter(({ id }) => resModel !== "cc.appeal" || id !== resId);
    }

    get files() {
        return this.props.entry.files.map((file) => {
            const isDrawn = DRAWN.includes(file.mimetype);
            const address = `/web/content/${file.id}`;
            return {
                ...file,
                sizeText: sizeText(file.size),
                address: isDrawn ? address : `${address}?download=true`,
                target: isDrawn ? "_blank" : false,
            };
        });
    }

    get signs() {
        return this.props.entry.state.sign.split(" ");
    }

    get stateClass() {
        const { code } = this.props.entry.state;
        if (["sent", "delivered"].includes(code)) {
            return "o_cc_went_good";
        }
        const isQuiet = ["waiting", "sending", "taken_back"].includes(code);
        return isQuiet ? "o_cc_quiet" : "o_cc_went_wrong";
    }

    open(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    openAppeal(id) {
        const { onAppeal } = this.props;
        return onAppeal ? onAppeal(id) : this.open("cc.appeal", id);
    }

    onOpen() {
        const [resModel, resId] = this.props.entry.key.split(",");
        return this.open(resModel, Number(resId));
    }
}
