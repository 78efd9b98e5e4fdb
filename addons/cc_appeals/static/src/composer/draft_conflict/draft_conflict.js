import { Component } from "@odoo/owl";
import { momentText } from "@cc_base/fields/moment/moment_text";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/** Somebody else's text of the same draft, beside one's own; nothing is overwritten unasked. */
export class DraftConflict extends Component {
    static template = "cc_appeals.DraftConflict";
    static props = { conflict: Object, onTake: Function, onKeep: Function };

    get sentence() {
        const { name, saved_at } = this.props.conflict;
        if (!saved_at) {
            return _t("This draft was sent or thrown away in another window. Go on with yours?");
        }
        const when = momentText(deserializeDateTime(saved_at));
        return _t("%(name)s changed this draft (%(when)s). Which text goes on?", { name, when });
    }
}
