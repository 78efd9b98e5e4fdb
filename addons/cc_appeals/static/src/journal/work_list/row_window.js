export const ROW_PX = 56;
export const HEAD_PX = 28;
// rows drawn above and below those that are seen
const SPARE = 6;

/**
 * Where the rows of arranged groups stand: all are equally high, so nothing is measured.
 */
export class RowWindow {
    /** @param {{ code: string, count: number, rows: Object[] }[]} groups */
    constructor(groups = []) {
        this.tops = new Map();
        this.height = 0;
        this.groups = groups.map((group) => {
            const top = this.height;
            group.rows.forEach((row, index) => {
                this.tops.set(row.key, top + HEAD_PX + index * ROW_PX);
            });
            this.height += HEAD_PX + group.rows.length * ROW_PX;
            return { ...group, top, height: this.height - top };
        });
        this.rows = this.groups.flatMap((group) => group.rows);
        this.indexes = new Map(this.rows.map((row, index) => [row.key, index]));
    }

    /** How many rows are not gone. */
    get count() {
        return this.groups.reduce((sum, group) => sum + group.count, 0);
    }

    has(key) {
        return this.tops.has(key);
    }

    topOf(key) {
        return this.tops.get(key);
    }

    /** Groups with just the rows to draw for what is seen between two heights. */
    slice(top, height) {
        let before = 0;
        return this.groups.map((group) => {
            const at = (px) => Math.floor((px - group.top - HEAD_PX) / ROW_PX);
            const limit = (index) => Math.min(Math.max(index, 0), group.rows.length);
            const first = limit(at(top) - SPARE);
            const last = limit(at(top + height) + SPARE + 1);
            const place = before;
            before += group.rows.length;
            return {
                code: group.code,
                count: group.count,
                height: group.height,
                gap: first * ROW_PX,
                first: place + first,
                rows: group.rows.slice(first, last),
            };
        });
    }

    /** Keys of rows that are seen, be it by half. */
    seen(top, height) {
        return this.rows
            .map(({ key }) => key)
            .filter((key) => {
                const own = this.topOf(key);
                return own + ROW_PX / 2 >= top && own + ROW_PX / 2 <= top + height;
            });
    }

    /** The key `step` rows away from `key`: the first or last at the ends. */
    beside(key, step) {
        const index = this.indexes.get(key) ?? (step > 0 ? -1 : this.rows.length);
        const next = Math.min(Math.max(index + step, 0), this.rows.length - 1);
        return this.rows[next]?.key;
    }

    /** How far to scroll for a row to be seen whole, below its group's head. */
    reach(key, top, height) {
        const own = this.topOf(key);
        if (own === undefined) {
            return top;
        }
        return Math.max(Math.min(top, own - HEAD_PX), own + ROW_PX - height);
    }

    /**
     * Where to scroll so that what was read stays where it was.
     *
     * @param {RowWindow} before how the rows stood until now
     * @param {number} top how far it was scrolled
     * @param {string} [key] the row under the hand; else the first that was seen
     */
    keep(before, top, key) {
        if (!before.has(key) || !this.has(key)) {
            // a row that changed may have gone far: follow one that did not
            const rest = before.rows.slice(before.firstSeen(top));
            key = rest.find((row) => this.rows[this.indexes.get(row.key)] === row)?.key;
        }
        const step = this.topOf(key) - before.topOf(key);
        return Math.max(0, top + (step || 0));
    }

    /** What stands here of the rows that came after `key` before; else the last of all. */
    after(before, key) {
        const rest = before.rows.slice(before.indexes.get(key));
        return (rest.find((row) => this.has(row.key)) || this.rows.at(-1))?.key || "";
    }

    firstSeen(top) {
        const index = this.rows.findIndex(({ key }) => this.topOf(key) >= top);
        return index < 0 ? this.rows.length : index;
    }
}
