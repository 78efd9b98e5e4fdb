import { Component, onWillStart, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { limitState, spanText, STATES, toMs, wordsOf } from "../presence_words";
import { useSeconds } from "../use_seconds";

const MORE_MINUTES = 10;

/** What the operator is to those who call, since when, and what he may become. */
export class PresenceBar extends Component {
    static template = "cc_appeals.PresenceBar";
    static components = { Dropdown, DropdownItem };
    static props = { journal: { type: Object, optional: true } };

    setup() {
        this.presence = useState(useService("cc_presence"));
        this.clock = useSeconds(() => this.presence.now());
        this.more = {
            minutes: MORE_MINUTES,
            label: _t("Ask for %s more minutes", MORE_MINUTES),
        };
        onWillStart(() => {
            // what the page itself said of it stands at once; the window does not wait
            this.presence.load();
        });
    }

    get facts() {
        return this.presence.facts;
    }

    get words() {
        return wordsOf(this.facts.state, this.facts.cause);
    }

    get label() {
        return this.facts.reason || this.words.label;
    }

    /** Now by the server's clock; read through the clock that ticks. */
    get now() {
        return this.clock.now && this.presence.now();
    }

    get limit() {
        return limitState(this.facts, this.now);
    }

    get tone() {
        if (this.limit !== "quiet" && this.facts.state !== "wrap_up") {
            return this.limit === "late" ? "danger" : "warning";
        }
        return this.words.tone;
    }

    /** How long it goes on; of what has a limit, how long it may. */
    get time() {
        const { limit_at, since } = this.facts;
        const now = this.now;
        if (!since || this.facts.state === "offline") {
            return "";
        }
        if (!limit_at) {
            return spanText((now - toMs(since)) / 1000);
        }
        const left = Math.ceil((toMs(limit_at) - now) / 1000);
        return left > 0 ? spanText(left) : _t("over by %s", spanText(-left));
    }

    get title() {
        const { by, note } = this.facts;
        return by ? _t("Set by %(name)s. %(note)s", { name: by, note: note || "" }) : "";
    }

    get next() {
        const isTalking = this.facts.state === "busy" && this.facts.cause === "call";
        const { state, reason } = this.facts.then || {};
        if (!isTalking || !state || state === "available") {
            return "";
        }
        return _t("then: %s", reason || STATES[state].label);
    }

    /** [{state, reasonId, label, icon, minutes, asks}] in the order of the menu. */
    get choices() {
        const of = (state) => {
            const { label, icon } = STATES[state];
            const own = this.presence.reasons.filter((reason) => reason.state === state);
            const rows = own.map((reason) => ({
                state,
                reasonId: reason.id,
                label: reason.name,
                minutes: reason.minutes,
                asks: reason.needs_permission,
                icon,
            }));
            return rows.length ? rows : [{ state, reasonId: false, label, icon }];
        };
        const order = ["available", "break", "busy", "training", "wrap_up", "offline"];
        return order.flatMap((state) => of(state).map((row) => ({ ...row, group: state })));
    }

    get mayAskMore() {
        const { limit_at, state, request } = this.facts;
        return Boolean(limit_at) && state !== "wrap_up" && request?.state !== "open";
    }

    isChosen(choice) {
        const { state, reason_id } = this.facts;
        return choice.state === state && (choice.reasonId || false) === (reason_id || false);
    }
}

registry.category("cc_journal_bar").add("presence", { Component: PresenceBar, order: 10 });
