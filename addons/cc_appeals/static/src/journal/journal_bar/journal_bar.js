import { Component } from "@odoo/owl";
import { isMacOS } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useNow } from "../../components/deadline_clock/now";
import { attempt } from "../attempt";
import { partsOf } from "../parts";

const LONG_SECONDS = 60;

/** Over all columns: who I am to the callers, what waits, the search. */
export class JournalBar extends Component {
    static template = "cc_appeals.JournalBar";
    static props = {
        journal: Object,
        isDrawerOpen: { type: Boolean, optional: true },
        onDrawer: { type: Function, optional: true },
    };
    static defaultProps = { isDrawerOpen: false, onDrawer: () => {} };

    setup() {
        this.commands = useService("command");
        this.tick = useNow();
    }

    get journal() {
        return this.props.journal;
    }

    /** Parts of other rooms, at the left end unless they say `place: "end"`. */
    get starts() {
        return this.parts.filter(({ place = "start" }) => place === "start");
    }

    get ends() {
        return this.parts.filter(({ place }) => place === "end");
    }

    get parts() {
        return partsOf("cc_journal_bar", this.journal);
    }

    /** Nothing is known of who waits while the connection is cut. */
    get waiting() {
        const { figures, cutAt } = this.journal;
        return cutAt ? "–" : figures.waiting;
    }

    get longText() {
        const { figures, settings, cutAt } = this.journal;
        const seconds = settings.long_seconds || LONG_SECONDS;
        const count = cutAt ? 0 : figures.waitingLong(this.tick.now, seconds);
        return count ? _t("%(count)s longer than %(seconds)s s", { count, seconds }) : "";
    }

    get hasQueue() {
        return this.journal.figures.waiting !== undefined;
    }

    get findKeys() {
        return isMacOS() ? "⌘ K" : "Ctrl K";
    }

    openTab(tab) {
        return attempt(this.journal, () => this.journal.openTab(tab));
    }

    find() {
        this.commands.openMainPalette();
    }
}
