import {
    Component,
    onWillStart,
    onWillUnmount,
    onWillUpdateProps,
    useEffect,
    useState,
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { serverNow } from "../../components/deadline_clock/server_now";
import { isAtWork } from "../bulk_service";

/** How far the user's steps of many appeals are; stop, undo, see what was refused. */
export class BulkRuns extends Component {
    static template = "cc_appeals.BulkRuns";
    static props = {
        onEnded: Function,
        // only those of this mass incident
        incidentId: { type: [Number, Boolean], optional: true },
        // another value: a run may have been started elsewhere on the screen
        version: { type: String, optional: true },
    };

    setup() {
        this.bulk = useService("cc_bulk");
        this.action = useService("action");
        this.notification = useService("notification");
        this.runs = useState(this.bulk.state);
        this.clock = useState({ now: serverNow() });
        onWillStart(() => this.bulk.load());
        onWillUpdateProps(({ version }) => {
            if (version !== this.props.version) {
                this.bulk.load();
            }
        });
        const timer = browser.setInterval(() => this.tick(), 1000);
        onWillUnmount(() => browser.clearInterval(timer));
        let atWork = 0;
        useEffect(
            (count) => {
                if (count < atWork) {
                    this.props.onEnded();
                }
                atWork = count;
            },
            () => [this.shown.filter(isAtWork).length]
        );
    }

    get shown() {
        const { incidentId } = this.props;
        return this.runs.runs.filter((run) => !incidentId || run.incident_id === incidentId);
    }

    tick() {
        // nothing to count down: nothing is drawn anew
        if (this.shown.some((run) => run.undo_until)) {
            this.clock.now = serverNow();
        }
    }

    isAtWork(run) {
        return isAtWork(run);
    }

    /** Parts of a hundred, for the bar: done, refused. */
    parts(run) {
        const share = (count) => (run.total ? (100 * count) / run.total : 0);
        if (run.state === "undoing" || run.state === "undone") {
            return { done: share(run.done), failed: share(run.failed + run.kept) };
        }
        return { done: share(run.done), failed: share(run.failed) };
    }

    figures(run) {
        const { done, total, undone, kept } = run;
        if (run.state === "undoing" || run.state === "undone") {
            return kept
                ? _t("%(undone)s put back, %(kept)s left as they are", { undone, kept })
                : _t("%s put back", undone);
        }
        return _t("%(done)s of %(total)s", { done, total });
    }

    refused(run) {
        return run.failed + run.kept;
    }

    /** @returns {string} "4:32", or nothing once it is too late */
    left(run) {
        if (!run.undo_until) {
            return "";
        }
        const until = deserializeDateTime(run.undo_until);
        const seconds = Math.ceil(until.diff(this.clock.now, "seconds").seconds);
        if (seconds <= 0) {
            return "";
        }
        return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }

    async undo(run) {
        try {
            const told = await this.bulk.undo(run.id);
            if (!isAtWork(told)) {
                this.props.onEnded();
            }
        } catch (error) {
            this.tell(error);
        }
    }

    async stop(run) {
        try {
            await this.bulk.stop(run.id);
        } catch (error) {
            this.tell(error);
        }
    }

    tell(error) {
        this.notification.add(error.data?.message || _t("It did not work. Try again."), {
            type: "danger",
        });
    }

    async showRefused(run) {
        const action = await this.env.services.orm.call("cc.bulk.run", "action_refused", [
            [run.id],
        ]);
        this.action.doAction(action);
    }
}
