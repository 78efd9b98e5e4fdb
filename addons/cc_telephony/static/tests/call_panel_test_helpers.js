import { getService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { CallPanel } from "@cc_telephony/journal/call_panel/call_panel";

/** A change of the call at the operator's own phone, as the bus tells it. */
export function change(type, values = {}) {
    return {
        type,
        linkedid: "t-1.1",
        direction: "in",
        since: "2026-03-16 12:00:00",
        line: "Housing",
        queue: "support",
        number: "+7 916 ***-**-67",
        partner_id: 9,
        partner: "Anna Smirnova",
        appeal: { id: 4, number: "26-000123", topic: "Water" },
        ...values,
    };
}

/** The panel over a Journal that only opens. */
export async function mountPanel(journal = {}) {
    const opened = [];
    const keys = {};
    const addKey = (name, run) => {
        keys[name] = run;
        return () => delete keys[name];
    };
    const props = { journal: { addKey, open: (place) => opened.push(place), ...journal } };
    await mountWithCleanup(CallPanel, { props });
    return { desk: getService("cc_desk_call"), presence: getService("cc_presence"), opened, keys };
}
