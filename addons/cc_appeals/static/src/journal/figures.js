const LONG_SECONDS = 60;

const sum = (numbers) => Object.values(numbers).reduce((whole, each) => whole + each, 0);

/**
 * How much waits. What stands for everybody is told by scope (a direction and a client) and
 * added up here, so that one message serves all who hear it.
 */
export class Figures {
    /** how many rows each tab has; `burning`: of mine */
    counts = {};
    /** {tab: {scope: how many}} of tabs that stand for everybody */
    scopes = {};
    /** {waiting_since: {scope: [UTC moment]}}: who waits in the queues, if there are any */
    bar = {};

    put({ counts = this.counts, scopes = this.scopes, bar = this.bar }) {
        Object.assign(this, { counts: { ...counts }, scopes, bar: { ...bar } });
    }

    /** @param {{ counts?: Object, scope?: string }} told of a scope, or else of the user */
    apply({ counts = {}, scope }) {
        for (const [tab, count] of Object.entries(counts)) {
            const shared = sum(this.scopes[tab] || {});
            if (scope) {
                const own = (this.counts[tab] || 0) - shared;
                this.scopes[tab] = { ...this.scopes[tab], [scope]: count };
                this.counts[tab] = own + sum(this.scopes[tab]);
            } else {
                this.counts[tab] = count + shared;
            }
        }
    }

    applyBar({ scope, waiting_since, ...rest }) {
        const since = scope ? { ...this.bar.waiting_since, [scope]: waiting_since } : waiting_since;
        this.bar = { ...this.bar, ...rest, ...(since && { waiting_since: since }) };
    }

    /** How many callers wait; undefined without telephony. */
    get waiting() {
        const { waiting_since, waiting } = this.bar;
        return waiting_since ? Object.values(waiting_since).flat().length : waiting || undefined;
    }

    /**
     * @param {DateTime} now
     * @param {number} [seconds]
     * @returns {number} who waits for longer
     */
    waitingLong(now, seconds = LONG_SECONDS) {
        const { waiting_since, waiting_long = 0 } = this.bar;
        const limit = now.minus({ seconds }).toUTC().toFormat("yyyy-MM-dd HH:mm:ss");
        return waiting_since
            ? Object.values(waiting_since)
                  .flat()
                  .filter((each) => each <= limit).length
            : waiting_long;
    }
}
