import { Component, onWillDestroy, useState } from "@odoo/owl";
import { serverNow } from "@cc_appeals/components/deadline_clock/server_now";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { durationText } from "../duration/duration_text";

const WORST_FIRST = ["talking", "held", "ringing", "free", "unknown", "away"];

/** Figures of the calls going on, the phones of people, and from when all this is. */
export class LiveHead extends Component {
    static template = "cc_telephony.LiveHead";
    static props = { now: Object, readAt: Object, isLive: Boolean, onAsked: Function };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.clock = useState({ now: serverNow() });
        const timer = browser.setInterval(() => (this.clock.now = serverNow()), 1000);
        onWillDestroy(() => browser.clearInterval(timer));
    }

    get figures() {
        const { calls, phones } = this.props.now;
        const free = phones.filter((phone) => this.look(phone) === "free").length;
        const paused = phones.filter(({ is_paused }) => is_paused).length;
        const found = [
            { key: "queued", label: _t("Wait"), count: calls.queued || 0, more: this.longest },
            { key: "ringing", label: _t("Ring"), count: calls.ringing || 0 },
            {
                key: "talking",
                label: _t("Talking"),
                count: (calls.talking || 0) + (calls.held || 0),
            },
        ];
        if (phones.length) {
            found.push({ key: "free", label: _t("Free phones"), count: free });
            found.push({ key: "paused", label: _t("On pause"), count: paused });
        }
        return found;
    }

    get longest() {
        const since = this.props.now.waiting_since;
        if (!since) {
            return "";
        }
        const seconds = this.clock.now.diff(deserializeDateTime(since), "seconds").seconds;
        return _t("longest %s", durationText(Math.max(seconds, 0)));
    }

    get phones() {
        const place = (phone) => WORST_FIRST.indexOf(phone.state);
        return this.props.now.phones.toSorted((one, two) => place(one) - place(two));
    }

    look({ state, is_paused: isPaused }) {
        return isPaused && state !== "talking" && state !== "held" ? "paused" : state;
    }

    /** The sign of a phone's state, and its word: never a colour alone. */
    sign(phone) {
        return {
            talking: ["volume-up", _t("Talks")],
            held: ["pause", _t("On hold")],
            ringing: ["bell", _t("Rings")],
            free: ["check", _t("Free")],
            paused: ["coffee", _t("On pause")],
            away: ["times", _t("Not registered")],
            unknown: phone.is_in_queue ? ["question", _t("Unknown")] : ["phone", _t("In no queue")],
        }[this.look(phone)];
    }

    get asOf() {
        return _t("as of %s", this.props.readAt.toFormat("HH:mm:ss"));
    }

    get quiet() {
        return this.props.now.quiet.map(({ name, seen_at }) =>
            seen_at
                ? _t("%(name)s tells nothing live, last heard of at %(at)s.", {
                      name,
                      at: deserializeDateTime(seen_at).toFormat("HH:mm:ss"),
                  })
                : _t("%(name)s tells nothing live.", { name })
        );
    }

    pauseWord({ is_paused: isPaused }) {
        return isPaused ? _t("End the pause") : _t("Pause");
    }

    onPause(phone) {
        const { name, number, is_paused: isPaused } = phone;
        this.dialog.add(ConfirmationDialog, {
            title: this.pauseWord(phone),
            body: isPaused
                ? _t("Queues ring %(number)s, %(name)s, again.", { number, name })
                : _t("No queue rings %(number)s, %(name)s, until the pause ends.", {
                      number,
                      name,
                  }),
            confirmLabel: this.pauseWord(phone),
            confirm: async () => {
                const method = isPaused ? "action_resume" : "action_pause";
                await this.orm.call("cc.pbx.extension", method, [[phone.id]]);
                this.props.onAsked();
            },
            cancel: () => {},
        });
    }
}
