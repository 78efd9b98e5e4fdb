import { onMounted, onPatched, onWillRender, useComponent, useExternalListener } from "@odoo/owl";
import { useNow } from "../../components/deadline_clock/now";
import { arrange } from "./arrange";
import { ROW_PX, RowWindow } from "./row_window";

// before it is measured
const SOME_HEIGHT = 600;

/**
 * Draws only those rows of a list that are seen, and keeps what is read where it is while
 * rows come and go above it.
 */
class ListWindow {
    top = 0;
    shift = 0;
    height = SOME_HEIGHT;
    place = new RowWindow();
    groups = [];

    constructor({ journal, scroll, hand, tick, render }) {
        Object.assign(this, { journal, scroll, hand, tick, render });
    }

    /** Rows are arranged when they, the time or the tab changed; scrolling takes a slice. */
    plan(active) {
        const { tab, rows } = this.journal;
        const { now } = this.tick;
        const { isOn } = this.hand;
        const drawn = this.drawn || {};
        this.drawn = { tab, rows, now, isOn };
        if (tab !== drawn.tab) {
            Object.assign(this, { top: 0, shift: 0, isReset: true });
            this.place = new RowWindow(arrange(rows, now));
        } else if (rows !== drawn.rows || now !== drawn.now || (drawn.isOn && !isOn)) {
            this.rearrange(rows, now, active);
        }
        this.slice();
    }

    rearrange(rows, now, active) {
        const { isOn, key } = this.hand;
        const before = this.place;
        this.place = new RowWindow(arrange(rows, now, isOn ? before.groups : []));
        if (isOn || this.top) {
            this.scrollBy(this.place.keep(before, this.top, isOn && (key || active)) - this.top);
        }
        this.before = before;
    }

    /** Not at once: the rows that make room for it are drawn first. */
    scrollBy(px) {
        this.top += px;
        this.shift += px;
    }

    slice() {
        this.groups = this.place.slice(this.top, this.height);
        this.at = this.sliceAt;
    }

    get sliceAt() {
        return Math.floor(this.top / ROW_PX);
    }

    /** So high that a row which came in above can be scrolled to, short as the list may be. */
    get canvas() {
        return Math.max(this.place.height, this.top && this.top + this.height);
    }

    settle() {
        const { el } = this.scroll;
        if (this.isReset) {
            el.scrollTop = this.top;
        } else if (this.shift) {
            el.scrollTop += this.shift;
        }
        Object.assign(this, { shift: 0, isReset: false });
        this.measure();
        if (!this.hand.isOn) {
            this.journal.dropGone();
        }
    }

    measure() {
        const height = this.scroll.el?.clientHeight || SOME_HEIGHT;
        if (height !== this.height) {
            this.height = height;
            this.render();
        }
        this.look();
    }

    onScroll() {
        this.top = this.scroll.el.scrollTop + this.shift;
        if (this.sliceAt !== this.at) {
            this.render();
        }
        this.look();
    }

    /** What stands before the eyes is new no more. */
    look() {
        if (this.journal.fresh.size) {
            this.journal.see(this.place.seen(this.top, this.height));
        }
    }

    reach(key) {
        this.scrollTo(this.place.reach(key, this.top, this.height));
    }

    scrollTo(top) {
        this.scroll.el.scrollTop = top;
        this.onScroll();
    }

    /** New rows that stand above what is seen. */
    get above() {
        const isAbove = (key) => this.place.topOf(key) < this.top;
        return [...this.journal.fresh].filter(isAbove).length;
    }
}

/**
 * @param {{ scroll: { el: HTMLElement }, hand: Object, active: () => string }} parts scroll:
 *     ref of what scrolls; active: the row the keys act on
 * @returns {ListWindow}
 */
export function useListWindow({ scroll, hand, active }) {
    const component = useComponent();
    const tick = useNow();
    const render = () => component.render();
    const { journal } = component.props;
    const list = new ListWindow({ journal, scroll, hand, tick, render });
    onWillRender(() => list.plan(active()));
    onMounted(() => list.settle());
    onPatched(() => list.settle());
    useExternalListener(window, "resize", () => list.measure());
    return list;
}
