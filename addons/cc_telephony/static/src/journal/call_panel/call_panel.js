import {
    Component,
    onMounted,
    onWillDestroy,
    onWillStart,
    onWillUnmount,
    useEffect,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { limitState, spanText, toMs } from "@cc_appeals/presence/presence_words";
import { attempt } from "@cc_appeals/journal/attempt";
import { useSeconds } from "@cc_appeals/presence/use_seconds";
import { useTalk } from "./talk";
import { CallTransfer } from "../call_transfer/call_transfer";

/**
 * The call at the operator's phone over the columns: it rings, is talked, and is written
 * down. The caller's card opens by itself unless something is being typed.
 */
export class CallPanel extends Component {
    static template = "cc_telephony.CallPanel";
    static components = { CallTransfer };
    static props = { journal: Object };

    setup() {
        this.desk = useState(useService("cc_desk_call"));
        this.presence = useState(useService("cc_presence"));
        this.phones = registry
            .category("cc_journal_phone")
            .getAll()
            .map((phone) => useState(phone));
        this.clock = useSeconds(() => this.presence.now());
        // the call whose card waits: somebody types here, or it opens in another tab
        this.state = useState({ waiting: "" });
        onWillStart(() => {
            // the list is not kept waiting: mostly there is no call
            this.desk.load();
        });
        onMounted(() => this.desk.shown++);
        onWillUnmount(() => this.desk.shown--);
        useEffect(
            (linkedid, state) => this.pop(linkedid, state),
            () => [this.call?.linkedid, this.call?.state]
        );
        onWillDestroy(this.props.journal.addKey("accept", () => this.press()));
        useTalk(this.props.journal, this.desk, {
            talk: () => this.talk,
            // in wrap-up it is still what is written down
            told: () => this.talk || (this.wrapUp && this.desk.last),
            phone: () => this.phone,
        });
    }

    /** The call that is talked on. */
    get talk() {
        return this.call && this.call.state !== "ring" ? this.call : null;
    }

    get call() {
        return this.desk.call;
    }

    get now() {
        return this.clock.now && this.presence.now();
    }

    /** What can lift the handset from here: a phone in the browser, when there is one. */
    get phone() {
        return this.phones.find((phone) => phone.isReady());
    }

    /** Why nothing is heard, or how to answer when it cannot be done here. */
    get advice() {
        if (this.call.state === "ring" && !this.phone) {
            return this.phones.some((phone) => phone.state === "elsewhere")
                ? _t("Answer in the other tab")
                : _t("Answer by the handset");
        }
        return "";
    }

    get who() {
        return this.call.partner || this.call.number || _t("Number withheld");
    }

    get wrapUp() {
        const { state } = this.presence.facts;
        return !this.call && state === "wrap_up" ? this.presence.facts : null;
    }

    get timer() {
        const { state, talkAt, ringAt, since } = this.call;
        if (state === "ring") {
            return spanText((this.now - (ringAt || toMs(since))) / 1000);
        }
        const own = this.presence.facts;
        const isTalk = own.state === "busy" && own.cause === "call";
        return spanText((this.now - (isTalk ? toMs(own.since) : talkAt)) / 1000);
    }

    get wrapTimer() {
        const { limit_at, since } = this.wrapUp;
        const seconds = limit_at
            ? Math.ceil((toMs(limit_at) - this.now) / 1000)
            : (this.now - toMs(since)) / 1000;
        return spanText(seconds);
    }

    get isWrapLate() {
        return limitState(this.wrapUp, this.now) !== "quiet";
    }

    get reasons() {
        return this.presence.reasons.filter((reason) => reason.state === "wrap_up");
    }

    /** Number, way and how long the caller waited, in one line. */
    get second() {
        const { partner, number, direction, since, ringAt, talkAt } = this.call;
        const words = partner ? [number] : [];
        words.push(direction === "out" ? _t("outgoing") : _t("incoming"));
        const waited = ((ringAt || talkAt || 0) - toMs(since)) / 1000;
        if (direction !== "out" && waited >= 1) {
            words.push(_t("waited %s", spanText(waited)));
        }
        return words.join(" · ");
    }

    pop(linkedid, state) {
        if (!linkedid) {
            this.state.waiting = "";
        } else if (this.popped !== linkedid && (this.call.partner_id || state !== "ring")) {
            this.popped = linkedid;
            const { journal } = this.props;
            if (journal.isTyping?.() || journal.isSecond) {
                this.state.waiting = linkedid;
            } else {
                this.openCard();
            }
        }
    }

    async openCard() {
        const { linkedid, partner_id } = this.call || this.desk.last;
        this.state.waiting = "";
        const place = partner_id
            ? { model: "res.partner", id: partner_id }
            : await this.desk.card(linkedid);
        if (place) {
            await this.open(place);
        }
    }

    openAppeal() {
        return this.open({ model: "cc.appeal", id: this.call.appeal.id });
    }

    /** It opens by itself: what is refused is said at the foot, in no dialog over the work. */
    open(place) {
        const { journal } = this.props;
        return attempt(journal, () => journal.open(place));
    }

    accept() {
        return this.phone ? this.phone.accept(this.call) : this.openCard();
    }

    finishWrapUp() {
        const { state, reason_id } = this.wrapUp.then;
        return this.presence.choose(state, reason_id || false);
    }

    /** F2: what is most wanted now. */
    press() {
        if (this.call) {
            return this.call.state === "ring" ? this.accept() : this.openCard();
        }
    }
}

registry.category("cc_journal_top").add("call", { Component: CallPanel, order: 10 });
