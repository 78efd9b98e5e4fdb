import { _t } from "@web/core/l10n/translation";
import { Reactive } from "@web/core/utils/reactive";

/**
 * Places that templates left empty in a text: known by the words around them, so that
 * whoever writes there has closed the gap.
 */
export class EmptyPlaces extends Reactive {
    /** @param {WordStore} store they are known after F5 as well */
    constructor(store) {
        super();
        this.store = store;
        /** {label, around}, as `reply_template` tells them */
        this.places = store.read()?.places || [];
    }

    leave(told) {
        for (const { label, around } of told) {
            // as the field has them
            const lines = around.replaceAll("\r\n", "\n");
            if (lines.trim()) {
                this.places.push({ label, around: lines });
            }
        }
        this.store.write({ places: this.places.map((place) => ({ ...place })) });
    }

    clear() {
        this.places = [];
        this.store.clear();
    }

    /** @returns {string} what the places are called in which nobody has written since */
    namesIn(text) {
        const left = this.places.filter(({ around }) => text.includes(around));
        return [...new Set(left.map(({ label }) => label))].join(", ");
    }
}

/** @returns {string} the sentence of `namesIn`, or nothing */
export function emptyText(names) {
    return names && _t("The template left a place empty: %s. Write it in the text.", names);
}
