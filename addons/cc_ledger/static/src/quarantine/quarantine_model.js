import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const MODEL = "cc.inbox.event";
const BULK = 50;
const MOST = 5000;
// a drain is woken at once: looked at soon, then less and less often
const POLLS_MS = [300, 500, 800, 1200, 2000, 3000, 5000, 5000, 10000, 10000, 20000];

const pause = (span) => new Promise((resolve) => browser.setTimeout(resolve, span));

function sentenceOf(error) {
    return error.data?.message || _t("The server did not answer. Try again.");
}

/**
 * What the quarantine screen knows and does; `state` is reactive, made by the page. Each
 * component reads it through a `useState` of its own, so that it is drawn anew by itself.
 */
export class QuarantineModel {
    constructor(orm, state) {
        this.orm = orm;
        this.state = Object.assign(state, {
            view: "waiting",
            groups: [],
            counts: { waiting: 0, dismissed: 0 },
            canWork: false,
            canReadSource: false,
            selectedId: null,
        });
    }

    get rows() {
        return this.state.groups.flatMap((group) => group.rows);
    }

    get selected() {
        return this.rows.find(({ id }) => id === this.state.selectedId);
    }

    get isBusy() {
        return this.state.groups.some(({ bulk }) => bulk?.isRunning);
    }

    groupOf(row) {
        return this.state.groups.find((group) => group.rows.some(({ id }) => id === row.id));
    }

    async load(view = this.state.view) {
        const page = await this.orm.call(MODEL, "get_quarantine", [view]);
        const had = this.state.view === view ? this.state.selectedId : null;
        Object.assign(this.state, {
            view,
            groups: page.groups,
            counts: page.counts,
            canWork: page.can_work,
            canReadSource: page.can_read_source,
        });
        const found = this.rows.find(({ id }) => id === had) || this.rows[0];
        this.state.selectedId = found?.id ?? null;
    }

    async loadMore(group) {
        const args = [group.domain, group.rows.filter((row) => !row.outcome).length];
        const rows = await this.orm.call(MODEL, "get_quarantine_rows", args);
        const known = new Set(group.rows.map(({ id }) => id));
        group.rows.push(...rows.filter(({ id }) => !known.has(id)));
    }

    select(row) {
        this.state.selectedId = row.id;
    }

    move(step) {
        const rows = this.rows;
        const index = rows.findIndex(({ id }) => id === this.state.selectedId);
        const next = rows[Math.min(rows.length - 1, Math.max(0, index + step))];
        if (next) {
            this.select(next);
        }
    }

    /** Put one row in line again and wait until it is settled. */
    async replay(row) {
        if (row.isWorking || row.outcome?.state === "done") {
            return;
        }
        Object.assign(row, { isWorking: true, outcome: null, isAsking: false });
        try {
            await this.orm.silent.call(MODEL, "action_replay", [[row.id]]);
            const [outcome] = await this.settled([row.id]);
            this.show(row, outcome);
        } catch (error) {
            row.outcome = { state: "again", sentence: sentenceOf(error) };
        } finally {
            row.isWorking = false;
        }
    }

    /** Replay a whole reason, some at a time; a row in quarantine again is left there. */
    async replayGroup(group) {
        const bulk = { isRunning: true, isStopped: false, all: 0, done: 0, again: 0, error: "" };
        group.bulk = bulk;
        const shown = group.bulk;
        try {
            const options = { order: "received_at, id", limit: MOST };
            const ids = await this.orm.silent.search(MODEL, group.domain, options);
            shown.all = ids.length;
            for (let i = 0; i < ids.length && !shown.isStopped; i += BULK) {
                const part = ids.slice(i, i + BULK);
                await this.orm.silent.call(MODEL, "action_replay", [part]);
                for (const outcome of await this.settled(part)) {
                    shown.done += outcome.state === "done" ? 1 : 0;
                    shown.again += outcome.state === "again" ? 1 : 0;
                    const row = group.rows.find(({ id }) => id === outcome.id);
                    this.show(row || {}, outcome);
                }
            }
        } catch (error) {
            shown.error = sentenceOf(error);
        } finally {
            shown.isRunning = false;
        }
    }

    /** @returns {Promise<Object[]>} outcomes, "waiting" for what takes longer than a minute */
    async settled(ids) {
        let outcomes = [];
        for (const span of POLLS_MS) {
            await pause(span);
            outcomes = await this.orm.silent.call(MODEL, "replay_outcomes", [ids]);
            if (outcomes.every(({ state }) => state !== "waiting")) {
                break;
            }
        }
        return outcomes;
    }

    show(row, outcome) {
        row.outcome = outcome;
        if (outcome.state === "again") {
            return;
        }
        this.state.counts.waiting -= 1;
        const group = this.groupOf(row);
        if (group) {
            group.count -= 1;
        }
    }

    /** @returns {Promise<string>} a sentence when it was refused */
    async dismiss(row, note) {
        return this.take(row, "action_dismiss", [note], {
            state: "dismissed",
            sentence: _t("Taken off the list: %s", note),
        });
    }

    async putBack(row) {
        return this.take(row, "action_put_back", [], null);
    }

    async take(row, method, args, outcome) {
        row.isWorking = true;
        try {
            await this.orm.silent.call(MODEL, method, [[row.id], ...args]);
        } catch (error) {
            return sentenceOf(error);
        } finally {
            row.isWorking = false;
        }
        this.shift(row, outcome);
        return "";
    }

    /** Count a row over to the other list; it stays in sight until the screen is read anew. */
    shift(row, outcome) {
        const isTaken = outcome?.state === "dismissed";
        this.state.counts.waiting += isTaken ? -1 : 1;
        this.state.counts.dismissed += isTaken ? 1 : -1;
        const group = this.groupOf(row);
        const isLeaving = isTaken === (this.state.view === "waiting");
        group.count += isLeaving ? -1 : 1;
        const back = { state: "back", sentence: _t("Put back: it waits in quarantine.") };
        row.outcome = outcome || (this.state.view === "dismissed" ? back : null);
        row.isAsking = false;
    }
}
