import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { patch } from "@web/core/utils/patch";

/**
 * A field that offers suggestions forgets what is typed when anything scrolls, lest the
 * suggestions stand beside another field. What scrolls elsewhere, as a story does that was
 * read a moment later, does not move the field: the words stay.
 */
patch(AutoComplete.prototype, {
    externalClose(ev) {
        if (ev.type !== "scroll" || ev.target.contains(this.root.el)) {
            super.externalClose(ev);
        }
    },
});
