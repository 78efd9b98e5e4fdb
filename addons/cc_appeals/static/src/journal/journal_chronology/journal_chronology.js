import { toRaw, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Chronology } from "../../chronology/chronology/chronology";
import { ChronologyEntry } from "../../chronology/chronology_entry/chronology_entry";
import { useDesk, waitingOf } from "../desk/desk";
import { WaitingActions } from "../waiting_actions/waiting_actions";

/**
 * The chronology of who is open, oldest first, ending above the composer. Its first page
 * came with the contact (`version`); a page read anew takes its place under what was read
 * further back.
 */
export class JournalChronology extends Chronology {
    static template = "cc_appeals.JournalChronology";
    static components = { ChronologyEntry, WaitingActions };
    static props = { ...Chronology.props, journal: Object };

    setup() {
        super.setup();
        this.desk = useDesk(this.props.journal);
        Object.assign(this.state, { isSearching: false, isOnlyAppeal: false });
        useEffect(
            () => {
                this.desk.waiting = waitingOf(this.state.entries);
            },
            () => [this.state.entries, this.state.entries.length]
        );
        this.list = useRef("list");
        useEffect(
            (registered) => this.showRegistered(registered),
            () => [this.desk.registered, this.state.entries, this.state.kind, this.state.typed]
        );
    }

    get journal() {
        return this.props.journal;
    }

    /** What was registered just now may be of last week: it is brought before the eyes, once. */
    showRegistered(registered) {
        if (!registered || toRaw(registered) === this.shown) {
            return;
        }
        const { key } = registered;
        const entry = this.list.el.querySelector(`[data-key="${key}"]`);
        if (entry) {
            this.shown = toRaw(registered);
            entry.scrollIntoView({ block: "start" });
        } else if (this.state.entries.some((each) => each.key === key)) {
            Object.assign(this.state, { kind: "all", typed: "" });
        }
    }

    /** The number of the appeal in the right column, to see its own steps alone. */
    get appealNumber() {
        const { appealId, contact } = this.journal;
        const isOne = this.props.resModel === "cc.appeal";
        return (!isOne && contact.appeals.find(({ id }) => id === appealId)?.number) || "";
    }

    /** What there is of each kind among what was read; a plus says that there is more. */
    get filters() {
        const { entries, earlier } = this.state;
        const more = earlier ? "+" : "";
        const icons = new Map();
        let steps = 0;
        for (const { kind, icon, label } of entries) {
            if (kind === "step") {
                steps++;
            } else {
                const found = icons.get(icon) || { name: icon, icon, count: 0, title: label };
                icons.set(icon, { ...found, count: found.count + 1 });
            }
        }
        return [
            { name: "all", label: _t("All"), count: `${entries.length}${more}` },
            ...icons.values(),
            ...(steps
                ? [{ name: "steps", icon: "long-arrow-right", label: _t("steps"), count: steps }]
                : []),
        ];
    }

    /** Where it is read from: the person's, or only the chosen appeal's. */
    get source() {
        return this.state.isOnlyAppeal
            ? { resModel: "cc.appeal", resId: this.journal.appealId }
            : this.props;
    }

    load(props = this.props) {
        const first = toRaw(props.version);
        if (first?.entries && !this.state.isOnlyAppeal) {
            this.take(first);
            return;
        }
        return super.load(this.sourceOf(props));
    }

    loadEarlier() {
        return this.ask(this.source, this.state.earlier, 30, (page) => {
            this.state.entries.push(...page.entries);
        });
    }

    sourceOf(props) {
        return this.state.isOnlyAppeal ? this.source : props;
    }

    /** A first page anew; what was read further back stays under it. */
    take({ entries, earlier, states }) {
        const keys = new Set(entries.map(({ key }) => key));
        const last = entries.at(-1)?.moment;
        const older = earlier
            ? this.state.entries.filter(({ key, moment }) => moment <= last && !keys.has(key))
            : [];
        Object.assign(this.state, {
            entries: [...entries, ...older],
            earlier: older.length ? this.state.earlier : earlier,
            states,
            error: "",
        });
    }

    toggleOnly() {
        this.state.isOnlyAppeal = !this.state.isOnlyAppeal;
        Object.assign(this.state, { entries: [], earlier: false });
        this.load();
    }

    toggleSearch() {
        this.state.isSearching = !this.state.isSearching;
        this.state.typed = "";
    }

    onSearchKey(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.toggleSearch();
        }
    }

    /** An appeal of this contact is shown beside it; another one is opened. */
    showAppeal(id) {
        const isHere = this.journal.contact.appeals.some((appeal) => appeal.id === id);
        return isHere ? this.journal.showAppeal(id) : this.journal.open({ model: "cc.appeal", id });
    }

    /** Which appeal a letter is about: the one on screen, if it is among them. */
    appealOf(entry) {
        const ids = entry.appeals.map(({ id }) => id);
        const { appealId } = this.journal;
        return ids.includes(appealId) ? appealId : ids[0] || 0;
    }
}
