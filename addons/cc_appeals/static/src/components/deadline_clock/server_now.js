import { session } from "@web/session";

const { DateTime } = luxon;

/** When the page began to come, by the clock of this PC. */
function cameAt() {
    const [page] = performance.getEntriesByType("navigation");
    return Date.now() - performance.now() + (page?.responseStart || 0);
}

/** How far the server's clock is ahead of this PC's, ms: it may be wrong by an hour. */
export const serverTime = { ahead: session.cc_clock ? session.cc_clock - cameAt() : 0 };

/** @returns {DateTime} the server's time, in the zone of the person */
export function serverNow() {
    return DateTime.fromMillis(Date.now() + serverTime.ahead);
}
