import { Reactive } from "@web/core/utils/reactive";
import { matchingTemplates, slashQuery } from "./slash_query";

const NOTHING = { isOpen: false, hasSearch: false, query: "", active: 0, start: null };

/** Which templates are offered, which of them is marked, and the keys that choose. */
export class TemplateMenu extends Reactive {
    /**
     * @param {() => Object[]} templates all there are
     * @param {(template: Object, start: number | null) => void} choose start: where a typed
     *     slash stands; null when the list was opened by its button
     */
    constructor(templates, choose) {
        super();
        Object.assign(this, NOTHING);
        this.templates = templates;
        this.choose = choose;
    }

    get matches() {
        return matchingTemplates(this.templates(), this.query);
    }

    openSearch() {
        Object.assign(this, NOTHING, { isOpen: !this.isOpen, hasSearch: true });
    }

    /** Open, narrow or close by what stands before the caret. */
    follow(text, caret) {
        const typed = slashQuery(text, caret);
        if (!typed) {
            this.dropped = null;
            this.close();
            return;
        }
        if (typed.start === this.dropped) {
            return;
        }
        Object.assign(this, { ...typed, active: 0, hasSearch: false, isOpen: true });
        this.isOpen = this.matches.length > 0;
    }

    search(query) {
        Object.assign(this, { query, active: 0 });
    }

    close() {
        Object.assign(this, NOTHING);
    }

    /** Closed by hand: the same slash does not open it again. */
    drop() {
        this.dropped = this.start;
        this.close();
    }

    pick(template) {
        const { start } = this;
        this.close();
        this.choose(template, start);
    }

    move(step) {
        const count = this.matches.length;
        this.active = count ? (this.active + step + count) % count : 0;
    }

    /** @returns {boolean} whether the key was for the list */
    onKeydown(ev) {
        if (!this.isOpen || ev.isComposing) {
            return false;
        }
        const template = this.matches[this.active];
        const plain = !ev.ctrlKey && !ev.metaKey && !ev.shiftKey && !ev.altKey;
        if (ev.key === "Escape") {
            this.drop();
        } else if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            this.move(ev.key === "ArrowDown" ? 1 : -1);
        } else if (plain && template && (ev.key === "Enter" || ev.key === "Tab")) {
            this.pick(template);
        } else {
            return false;
        }
        ev.preventDefault();
        ev.stopPropagation();
        return true;
    }
}
