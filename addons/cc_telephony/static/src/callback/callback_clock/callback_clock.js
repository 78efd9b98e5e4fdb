import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Clock, clock } from "@cc_appeals/fields/clock/clock";
import { DeadlineClock } from "@cc_appeals/components/deadline_clock/deadline_clock";

class CallDueClock extends DeadlineClock {
    get title() {
        return _t("Call before %s", formatDateTime(this.props.due, { showSeconds: false }));
    }
}

/** Until when somebody is to be called back. */
export class CallbackClock extends Clock {
    static components = { DeadlineClock: CallDueClock };
}

registry.category("fields").add("cc_callback_clock", {
    ...clock,
    component: CallbackClock,
    displayName: _t("Until when a call is owed"),
    listViewWidth: 158,
});
