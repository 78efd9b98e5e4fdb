import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { spanText, toMs } from "../presence_words";

/** Who asks the supervisor for a break: answered in place. */
export class PresenceRequests extends Component {
    static template = "cc_appeals.PresenceRequests";
    static components = { Dropdown };
    static props = { journal: { type: Object, optional: true } };

    setup() {
        this.presence = useState(useService("cc_presence"));
    }

    what(request) {
        if (request.kind === "extend") {
            return _t("%s min more", request.minutes);
        }
        return request.minutes ? _t("%(reason)s, %(minutes)s min", request) : request.reason;
    }

    waits(request) {
        return spanText((this.presence.now() - toMs(request.asked_at)) / 1000);
    }
}

registry
    .category("cc_journal_bar")
    .add("presence_requests", { Component: PresenceRequests, order: 20 });
