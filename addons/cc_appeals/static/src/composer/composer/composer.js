import {
    Component,
    onMounted,
    onWillUnmount,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { whyNobody, verbOf } from "../reply_address/roads";
import { ReplyUploads } from "../reply_files/reply_uploads";
import { ReplySheet } from "../reply_sheet/reply_sheet";
import { SentBar } from "../sent_bar/sent_bar";
import { useAppealChannel } from "../session/appeal_channel";
import { takeOver } from "../session/other_text";
import { hearOfReply, leaveReply, sendReply, takeBackReply } from "../session/reply_sending";
import { ReplySession } from "../session/reply_session";
import { draftLabel, lastLabel, othersOf, writersText } from "./composer_labels";
import { useEarlyField } from "./early_field";

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
        // hears of the session: who writes on paper beside it has the same templates
        onSession: { type: Function, optional: true },
        onSent: { type: Function, optional: true },
        onTakingBack: { type: Function, optional: true },
        onTakenBack: { type: Function, optional: true },
        onDelivery: { type: Function, optional: true },
    };
    static defaultProps = {
        resModel: "cc.appeal",
        isOpen: false,
        isPinned: false,
        others: [],
        onSession: () => {},
        onSent: () => {},
        onTakingBack: () => {},
        onTakenBack: () => {},
        onDelivery: () => {},
    };

    setup() {
        // not by useService: the last words are saved while the component goes away
        const { orm, file_upload, cc_words: words, cc_sender: sender } = this.env.services;
        const { appealId: resId, resModel } = this.props;
        this.root = useRef("root");
        this.line = useRef("line");
        this.state = useState({ isOpen: this.props.isOpen || this.props.isPinned });
        this.session = useState(new ReplySession({ orm, words, sender, resModel, resId }));
        this.props.onSession(this.session);
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
        this.early = useEarlyField(this.root, () => {
            const { isLoaded, early } = this.session;
            return this.props.isPinned && (!isLoaded || Boolean(!this.canAnswer && early.text));
        });
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
            this.follow();
            this.props.onSent(this.session.pending.deliveryId);
        }
    }

    get journal() {
        return this.env.services.cc_journal.current;
    }

    /** In the Journal it can be taken back from the work list as well. */
    follow() {
        const { appealId } = this.props;
        const who = this.journal?.openedRow?.who || this.journal?.contact?.person?.name || "";
        this.journal?.sent.follow({ ...this.session.pending, appealId, who });
    }

    takeBack() {
        const work = this.bringBack();
        this.props.onTakingBack(work);
        return work;
    }

    async bringBack() {
        const { deliveryId } = this.session.pending || {};
        if (deliveryId && (await takeBackReply(this.session))) {
            this.journal?.sent.forget(deliveryId);
            this.state.isOpen = true;
            await this.props.onTakenBack();
        }
    }

    /** The time to take it back is over; what becomes of it comes over the bus. */
    onOver() {
        leaveReply(this.session);
    }

    onDelivery({ delivery_id, state }) {
        hearOfReply(this.session, delivery_id, state);
        this.props.onDelivery(state);
    }

    get others() {
        return othersOf(this.session);
    }

    async takeOver(userId) {
        await takeOver(this.session, userId);
        this.open();
    }
}
