import { registry } from "@web/core/registry";

/** The Journal on screen, for what stands outside of it, as the palette: null when none is. */
export const journalService = {
    start() {
        return { current: null };
    },
};

registry.category("services").add("cc_journal", journalService);
