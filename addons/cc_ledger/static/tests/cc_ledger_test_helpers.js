import { animationFrame } from "@odoo/hoot-mock";
import { getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

export async function openScreen(tag) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag });
    await animationFrame();
}

export function makeRow(id, more = {}) {
    return {
        id,
        title: `Letter ${id}`,
        sender: "a…@e….ru",
        channel: "Box",
        icon: "envelope",
        source: "INBOX",
        received_at: "2026-03-10 08:00:00",
        size: 2048,
        stage: "Reading",
        message_id: `<${id}@example.ru>`,
        attempts: 0,
        repeats: 0,
        note: false,
        dismissed_by: false,
        dismissed_at: false,
        term: false,
        ...more,
    };
}

/** Serve the quarantine: two rows too deep, one empty. */
export function serveQuarantine(more = {}) {
    const groups = [
        {
            key: "waiting/deep",
            text: "Parts are nested too deep",
            count: 2,
            domain: [["reason", "=", "too_deep"]],
            rows: [makeRow(1), makeRow(2)],
        },
        {
            key: "waiting/empty",
            text: "There is nothing in it",
            count: 1,
            domain: [["reason", "=", "empty"]],
            rows: [makeRow(3)],
        },
    ];
    onRpc("cc.inbox.event", "get_quarantine", () => ({
        groups,
        counts: { waiting: 3, dismissed: 0 },
        can_work: true,
        can_read_source: true,
        ...more,
    }));
}
