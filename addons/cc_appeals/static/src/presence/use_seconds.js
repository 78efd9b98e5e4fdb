import { onWillDestroy, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

/** A component that shows a running clock: `clock.now` is the server's, ms. */
export function useSeconds(now) {
    const clock = useState({ now: now() });
    const timer = browser.setInterval(() => (clock.now = now()), 1000);
    // what is never mounted is never unmounted either
    onWillDestroy(() => browser.clearInterval(timer));
    return clock;
}
