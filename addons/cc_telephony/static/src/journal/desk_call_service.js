import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { faultOf } from "@cc_appeals/composer/session/reply_fault";

const GONE_MS = 5000;
// what ends a call at this phone; "left": the operator hung up or sent it on
const ENDS = { missed: 1, abandoned: 1, taken: 1, left: 1, ended: 1 };

/**
 * The call at the operator's own phone, as the personal bus tells it. A change carries
 * all that the panel shows: nothing is asked before it is on the screen.
 */
export class DeskCall {
    /** {linkedid, state: "ring" | "talk" | "hold", talkAt, …of the change}; null: none */
    call = null;
    /** the call that was talked last: wrap-up is about it */
    last = null;
    /** a sentence on what became of a call that rang */
    gone = "";
    /** what the PBX answered to a button that was pressed */
    refused = "";
    /** how many panels show it */
    shown = 0;

    constructor({ orm, now, later }) {
        this.orm = orm;
        this.now = now;
        this.later = later;
    }

    async load() {
        const told = await this.orm.silent.call("cc.pbx.live", "desk_call", []);
        if (told) {
            this.take(told);
        } else {
            this.call = null;
        }
    }

    take(change) {
        const isSame = this.call?.linkedid === change.linkedid;
        if (change.type === "ringing") {
            // one that is talked on is not covered by the next that rings
            if (!this.call || this.call.state === "ring") {
                this.show(change, "ring", { ringAt: this.now() });
            }
        } else if (change.type === "talking") {
            const talkAt = (isSame && this.call.talkAt) || this.now();
            this.show(change, "talk", { ...(isSame ? this.call : {}), talkAt });
        } else if (change.type === "held" && isSame) {
            this.call = { ...this.call, state: "hold" };
        } else if (change.type in ENDS && isSame) {
            this.end(change.type);
        }
    }

    show(change, state, more) {
        const partner = change.partner || more.partner || "";
        this.call = { ...more, ...change, partner, state };
        this.gone = this.refused = "";
        if (change.partner_id && !partner) {
            this.learnName(change.linkedid);
        }
    }

    /** The bus says no names: it comes a moment after the call is on the screen. */
    async learnName(linkedid) {
        const told = await this.orm.silent.call("cc.pbx.live", "desk_call", []);
        if (told && told.linkedid === linkedid && this.call?.linkedid === linkedid) {
            this.call = { ...this.call, partner: told.partner };
        }
    }

    end(type) {
        const { state } = this.call;
        if (state !== "ring") {
            this.last = this.call;
        } else {
            const sentences = {
                missed: _t("The call rang here unanswered"),
                abandoned: _t("The caller hung up"),
                taken: _t("A colleague took the call"),
            };
            this.gone = sentences[type] || _t("The caller hung up");
            this.later(() => (this.gone = ""), GONE_MS);
        }
        this.call = null;
    }

    takeRefusal({ sentence }) {
        this.refused = sentence || _t("The PBX refused");
    }

    hangUp() {
        return this.order("desk_hang_up", [this.call.linkedid]);
    }

    transfer(number) {
        return this.order("desk_transfer", [this.call.linkedid, number]);
    }

    /** What is refused is said beside the buttons, in no dialog over the work. */
    async order(method, args) {
        this.refused = "";
        try {
            await this.orm.call("cc.pbx.live", method, args);
        } catch (error) {
            this.refused = String(faultOf(error).sentence);
        }
    }

    colleagues() {
        return this.orm.call("cc.pbx.live", "desk_colleagues", []);
    }

    card(linkedid) {
        return this.orm.silent.call("cc.pbx.live", "desk_card", [linkedid]);
    }
}

export const deskCallService = {
    dependencies: ["orm", "bus_service", "cc_presence", "notification", "action"],

    start(_env, { orm, bus_service: bus, cc_presence: presence, notification, action }) {
        const desk = reactive(
            new DeskCall({
                orm,
                now: () => presence.now(),
                later: (callback, ms) => browser.setTimeout(callback, ms),
            })
        );
        if (!session.cc_presence) {
            return desk;
        }
        let close = null;
        desk.hear = (change) => {
            desk.take(change);
            close?.();
            close = null;
            if (desk.call?.state === "ring" && !desk.shown) {
                close = sayRing(desk.call, notification, action);
            }
        };
        bus.subscribe("cc_telephony/call", desk.hear);
        bus.subscribe("cc_telephony/refused", (refusal) => desk.takeRefusal(refusal));
        bus.addEventListener("BUS:RECONNECT", () => desk.load());
        return desk;
    },
};

/** Another screen is open: the call is said there, and the Journal is one press away. */
function sayRing(call, notification, action) {
    return notification.add(`${call.partner || call.number} · ${call.line}`, {
        title: _t("Call"),
        type: "info",
        sticky: true,
        buttons: [
            {
                name: _t("Open the Journal"),
                primary: true,
                onClick: () => action.doAction("cc_appeals.cc_journal_action"),
            },
        ],
    });
}

registry.category("services").add("cc_desk_call", deskCallService);
