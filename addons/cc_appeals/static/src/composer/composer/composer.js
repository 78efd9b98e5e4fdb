import {
    Component,
    onMounted,
    onWillUnmount,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { momentText } from "@cc_base/fields/moment/moment_text";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { whyNobody, verbOf } from "../reply_address/roads";
import { ReplyUploads } from "../reply_files/reply_uploads";
import { ReplySheet } from "../reply_sheet/reply_sheet";
import { SentBar } from "../sent_bar/sent_bar";
import { useAppealChannel } from "../session/appeal_channel";
import { takeOver } from "../session/other_text";
import { sendReply, takeBackReply } from "../session/reply_sending";
import { ReplySession } from "../session/reply_session";
import { draftLabel, lastLabel, writersText } from "./composer_labels";

/**
 * Answers an appeal in place: one quiet line until somebody opens it. Stands by itself; who
 * shows it hears of an answer that was sent, taken back or delivered.
 */
export class Composer extends Component {
    static template = "cc_appeals.Composer";
    static components = { ReplySheet, SentBar };
    static props = {
        appealId: Number,
        resModel: { type: String, optional: true },
        isOpen: { type: Boolean, optional: true },
        // it never folds; the keyboard reaches it when asked
        isPinned: { type: Boolean, optional: true },
        others: { type: Array, optional: true },
        onSent: { type: Function, optional: true },
        onTakenBack: { type: Function, optional: true },
        onDelivery: { type: Function, optional: true },
    };
    static defaultProps = {
        resModel: "cc.appeal",
        isOpen: false,
        isPinned: false,
        others: [],
        onSent: () => {},
        onTakenBack: () => {},
        onDelivery: () => {},
    };

    setup() {
        // not by useService: the last words are saved while the component goes away
        const { orm, file_upload } = this.env.services;
        const { appealId: resId, resModel } = this.props;
        this.root = useRef("root");
        this.line = useRef("line");
        this.state = useState({ isOpen: this.props.isOpen || this.props.isPinned });
        this.session = useState(new ReplySession({ orm, resModel, resId }));
        this.uploads = useState(
            new ReplyUploads(this.session, { orm, upload: file_upload.upload })
        );
        useAppealChannel(resId, {
            "cc_appeal/writing": ({ writing }) => (this.session.writing = writing),
            "cc_appeal/delivery": (payload) => this.onDelivery(payload),
        });
        useHotkey("r", () => this.open(), { isAvailable: () => this.isReachable });
        useHotkey("control+z", () => this.takeBack(), {
            isAvailable: () => this.isReachable && Boolean(this.session.pending),
        });
        useExternalListener(document, "visibilitychange", () => this.session.saver.save());
        useEffect(
            (line) => {
                if (line && this.wasOpen) {
                    line.focus();
                }
                this.wasOpen = this.state.isOpen;
            },
            () => [this.line.el, this.state.isOpen]
        );
        onMounted(() => this.start());
        onWillUnmount(() => this.session.stop());
    }

    async start() {
        await this.session.begin();
        // words that never reached the server: whoever wrote them was interrupted
        this.state.isOpen ||= this.session.isDirty;
    }

    get isReachable() {
        return this.session.isLoaded && Boolean(this.root.el?.offsetParent);
    }

    get canAnswer() {
        return this.session.channels.some(({ can_send }) => can_send);
    }

    get verb() {
        return verbOf(this.session.channel);
    }

    get whyNobody() {
        return whyNobody(this.session.channels);
    }

    get draftLabel() {
        return draftLabel(this.session);
    }

    get lastLabel() {
        return this.session.pending ? null : lastLabel(this.session.last);
    }

    get writers() {
        return writersText(this.session.writing);
    }

    open() {
        this.root.el.querySelector("textarea")?.focus();
        this.state.isOpen = this.canAnswer;
    }

    /** The words stay where they are; the line takes the focus so that the keys go on working. */
    fold() {
        if (this.props.isPinned) {
            document.activeElement.blur();
        }
        this.state.isOpen = this.props.isPinned;
        this.session.signal.stop();
        this.session.saver.save();
    }

    onFocusout(ev) {
        if (!this.root.el.contains(ev.relatedTarget)) {
            this.session.saver.save();
        }
    }

    async send() {
        if (await sendReply(this.session)) {
            this.fold();
            this.props.onSent(this.session.pending.deliveryId);
        }
    }

    async takeBack() {
        if (this.session.pending && (await takeBackReply(this.session))) {
            this.state.isOpen = true;
            this.props.onTakenBack();
        }
    }

    /** The time to take it back is over; what becomes of it comes over the bus. */
    onOver() {
        this.session.pending = null;
        if ([undefined, "waiting"].includes(this.session.last?.state)) {
            this.session.last = { state: "sending" };
        }
    }

    onDelivery({ delivery_id, state }) {
        const { session } = this;
        const isOurs = session.pending?.deliveryId === delivery_id;
        session.last = { state };
        if (state === "taken_back" && isOurs && !session.isTakingBack) {
            // by somebody else: the words are a draft again
            session.load();
        }
        this.props.onDelivery(state);
    }

    /** Drafts of colleagues, as long as there is none of one's own to be lost. */
    get others() {
        const { draft, words, others } = this.session;
        return draft.version || words.body.trim() ? [] : others;
    }

    otherText({ name, saved_at }) {
        const when = momentText(deserializeDateTime(saved_at));
        return _t("%(name)s has a draft here (%(when)s)", { name, when });
    }

    async takeOver(userId) {
        await takeOver(this.session, userId);
        this.open();
    }
}
