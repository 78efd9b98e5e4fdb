import { freezeTime, mockDate } from "@odoo/hoot-mock";
import {
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { ticker } from "@cc_appeals/presence/ticker";
import { CallPanel } from "@cc_telephony/journal/call_panel/call_panel";

/** No call yet, and a clock that goes only when a test moves it. */
export function quietDesk() {
    freezeTime();
    mockDate("2026-03-16 12:00:20", 0);
    patchWithCleanup(ticker, { worker: () => null });
    onRpc("cc.pbx.live", "desk_call", () => false);
}

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
    const open = (place) => opened.push(place);
    const props = { journal: { addKey, open, setTalk: () => {}, ...journal } };
    await mountWithCleanup(CallPanel, { props });
    return { desk: getService("cc_desk_call"), presence: getService("cc_presence"), opened, keys };
}
