import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { ChronologyEntry } from "@cc_appeals/chronology/chronology_entry/chronology_entry";
import { Recordings } from "../recordings/recordings";

/** A call in a chronology is heard where it stands. */
patch(ChronologyEntry, {
    components: { ...ChronologyEntry.components, Recordings },
});

patch(ChronologyEntry.prototype, {
    setup() {
        super.setup();
        this.player = useState({ isOpen: false });
    },

    get listenTitle() {
        return this.player.isOpen ? _t("Fold the player") : _t("Listen");
    },
});
