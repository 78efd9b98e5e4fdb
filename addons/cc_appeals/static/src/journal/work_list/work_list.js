import { Component, onWillDestroy, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { attempt } from "../attempt";
import { TABS } from "../journal_state";
import { SentStrips } from "../sent_strips/sent_strips";
import { WorkRow } from "../work_row/work_row";
import { useHand } from "./hand";
import { EMPTY_LABELS, GROUP_LABELS, TAB_LABELS } from "./list_labels";
import { useListWindow } from "./list_window";
import { takeRow } from "./take_row";

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -1e6, End: 1e6 };

/**
 * What there is to do: four tabs of rows, the nearest deadline first. Only rows that are
 * seen are drawn; what comes and goes does not move what is under the hand.
 */
export class WorkList extends Component {
    static template = "cc_appeals.WorkList";
    static components = { SentStrips, WorkRow };
    static props = { journal: Object };

    setup() {
        this.scroll = useRef("scroll");
        this.state = useState({ active: "" });
        this.hand = useHand(() => this.journal.dropGone());
        this.list = useListWindow({
            scroll: this.scroll,
            hand: this.hand,
            active: () => this.activeKey,
        });
        this.labels = GROUP_LABELS;
        useEffect(
            (key) => this.followOpen(key),
            () => [this.openKey]
        );
        this.serveKeys();
    }

    serveKeys() {
        const keys = {
            next: () => this.move(1),
            previous: () => this.move(-1),
            open: () => this.openActive(),
            take: () => this.takeActive(),
        };
        TABS.forEach((code) => (keys[code] = () => this.openTab(code)));
        const removes = Object.entries(keys).map((entry) => this.journal.addKey(...entry));
        onWillDestroy(() => removes.forEach((remove) => remove()));
    }

    get journal() {
        return this.props.journal;
    }

    get tabs() {
        const { counts, tab } = this.journal;
        return TABS.map((code, index) => ({
            code,
            label: TAB_LABELS[code],
            key: index + 1,
            count: counts[code] ?? "–",
            isOn: code === tab,
        }));
    }

    get empty() {
        return EMPTY_LABELS[this.journal.tab];
    }

    get isEmpty() {
        return !this.journal.isLoading && !this.list.place.rows.length;
    }

    /** How many rows there are that the server did not send. */
    get missing() {
        const { place } = this.list;
        const missing = this.journal.counts[this.journal.tab] - place.count;
        return place.rows.length && missing > 0 ? missing : 0;
    }

    get shownText() {
        const values = { shown: this.list.place.count, all: this.list.place.count + this.missing };
        return _t("The nearest %(shown)s of %(all)s", values);
    }

    get cutText() {
        const { cutAt } = this.journal;
        return cutAt && _t("List as of %s, renewed when connected", cutAt.toFormat("HH:mm"));
    }

    /** The row of the appeal on screen, be it another than was opened; else what was opened. */
    get openKey() {
        const { opened, appealId } = this.journal;
        const own = `cc.appeal,${appealId}`;
        return opened && this.list.place.has(own) ? own : opened?.key || "";
    }

    /** Whoever stands on what is open goes on with what is open now. */
    followOpen(key) {
        const { active } = this.state;
        if (active && active === this.followed && this.list.place.has(key)) {
            this.state.active = key;
            // not under a hand that is at something else
            this.hand.isOn || this.list.reach(key);
        }
        this.followed = key;
    }

    /** The row the keys act on: the one they reached, else the one that is open. */
    get activeKey() {
        const { place, before } = this.list;
        const { active } = this.state;
        if (active && !place.has(active) && before?.has(active)) {
            return place.after(before, active);
        }
        const { openKey } = this;
        return place.has(active) ? active : place.has(openKey) ? openKey : "";
    }

    /** Of the row the keys act on, if it is drawn just now. */
    get activeId() {
        const key = this.activeKey;
        const isDrawn = this.list.groups.some(({ rows }) => rows.some((row) => row.key === key));
        return isDrawn ? this.idOf(key) : undefined;
    }

    idOf(key) {
        return `o_cc_row_${key.replace(/\W/g, "_")}`;
    }

    async openTab(code) {
        this.state.active = "";
        await attempt(this.journal, () => this.journal.openTab(code));
    }

    onTabKeydown(ev) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[ev.key];
        if (step) {
            const index = TABS.indexOf(this.journal.tab) + step;
            const code = TABS.at(index % TABS.length);
            ev.currentTarget.querySelector(`[data-tab=${code}]`).focus();
            this.openTab(code);
        }
    }

    /** Move with the keys: the list takes the focus, so that they go on working in it. */
    move(step) {
        const key = this.list.place.beside(this.activeKey, step);
        if (key) {
            this.state.active = key;
            this.hand.touch();
            this.list.reach(key);
            this.scroll.el.focus({ preventScroll: true });
        }
    }

    onListKeydown(ev) {
        const step = STEPS[ev.key];
        if (step && !ev.altKey && !ev.ctrlKey && !ev.metaKey) {
            ev.preventDefault();
            this.move(step);
        }
    }

    onFocus() {
        this.hand.focus();
        // whoever comes by Tab must see where he is
        this.state.active ||= this.activeKey || this.list.place.rows[0]?.key || "";
    }

    get activeRow() {
        return this.list.place.rows.find(({ key }) => key === this.activeKey);
    }

    async open(row) {
        this.state.active = row.key;
        if (!row.gone) {
            await attempt(this.journal, () => this.journal.open(row));
        }
    }

    async openActive() {
        if (this.activeRow) {
            await this.open(this.activeRow);
        }
    }

    async takeActive() {
        const row = this.activeRow;
        if (row && !row.gone) {
            await takeRow(this.journal, row);
        }
    }

    showAbove() {
        this.list.scrollTo(0);
        this.scroll.el.focus({ preventScroll: true });
    }
}
