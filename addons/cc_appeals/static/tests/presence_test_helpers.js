import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ticker } from "@cc_appeals/presence/ticker";

/** Facts as the server gives them; the server's clock is `ahead` ms before the PC's. */
export function facts(values = {}, ahead = 0) {
    return {
        clock: Date.now() + ahead,
        state: "available",
        cause: "chosen",
        since: "2026-03-16 12:00:00",
        reason_id: false,
        reason: "",
        limit_at: false,
        warn_at: false,
        then: { state: "available", reason: "" },
        by: false,
        note: "",
        request: false,
        notes: [],
        reasons: [
            { id: 1, state: "break", name: "Rest", minutes: 15, needs_permission: false },
            { id: 2, state: "break", name: "Errand", minutes: 30, needs_permission: true },
        ],
        ...values,
    };
}

/** Timers of the page instead of a worker's: hoot moves those. */
export function pageTimers() {
    patchWithCleanup(ticker, { worker: () => null });
}
