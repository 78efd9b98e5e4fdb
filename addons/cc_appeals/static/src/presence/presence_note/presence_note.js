import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** Why calls do not come, or what became of a request: a sentence in the bar. */
export class PresenceNote extends Component {
    static template = "cc_appeals.PresenceNote";
    static props = { journal: { type: Object, optional: true } };

    setup() {
        this.presence = useState(useService("cc_presence"));
    }

    get facts() {
        return this.presence.facts;
    }

    /** One sentence on what is wrong, the worst first. */
    get trouble() {
        const { cause, state, request } = this.facts;
        if (this.presence.isExpired) {
            return _t("Your session has ended: log in again, calls go to others");
        }
        if (!this.presence.isConnected) {
            return _t("No connection: calls go to others until it is back");
        }
        if (state === "offline" && cause === "lost") {
            return _t("The connection was lost: choose your presence again");
        }
        if (cause === "missed") {
            return _t("Calls rang here unanswered: say when you are available");
        }
        if (request?.state === "open") {
            return request.kind === "extend"
                ? _t("Asked for %s min more", request.minutes)
                : _t("Asked for: %s", request.reason);
        }
        if (request?.state === "refused") {
            return _t("%(name)s refused. %(answer)s", {
                name: request.answered_by,
                answer: request.answer,
            });
        }
        // who takes no calls need not hear why none comes
        return (state !== "offline" && this.facts.notes?.[0]) || "";
    }
}

registry
    .category("cc_journal_bar")
    .add("presence_note", { Component: PresenceNote, order: 90, place: "end" });
