import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    getService,
    makeMockEnv,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { session } from "@web/session";
import { WebClient } from "@web/webclient/webclient";
import { ticker } from "@cc_appeals/presence/ticker";

defineMailModels();
beforeEach(() => patchWithCleanup(ticker, { worker: () => null }));

test("a ring outside the Journal is said, and goes with the ring", async () => {
    patchWithCleanup(session, { cc_presence: { state: "available", cause: "chosen" } });
    const env = await makeMockEnv();
    const bus = getService("bus_service");
    expect(Boolean(bus)).toBe(true);
    await mountWithCleanup(WebClient, { env });
    const ring = { type: "ringing", linkedid: "1", partner: "Anna", number: "…", line: "Housing" };
    getService("cc_desk_call").hear(ring);
    await animationFrame();
    expect(".o_notification").toHaveText(/Anna · Housing/);
    getService("cc_desk_call").hear({ ...ring, type: "abandoned" });
    await animationFrame();
    expect(".o_notification").toHaveCount(0);
});

test("the bus says no name: it is asked for once the call is on the screen", async () => {
    patchWithCleanup(session, { cc_presence: { state: "available", cause: "chosen" } });
    const ring = { linkedid: "1", partner_id: 9, number: "…", line: "Housing" };
    onRpc("cc.pbx.live", "desk_call", () => ({ ...ring, type: "ringing", partner: "Anna" }));
    await makeMockEnv();
    const desk = getService("cc_desk_call");
    desk.take({ ...ring, type: "ringing", partner: "" });
    expect(desk.call.partner).toBe("");
    await animationFrame();
    expect(desk.call.partner).toBe("Anna");
    desk.take({ ...ring, type: "talking", partner: "" });
    expect(desk.call.partner).toBe("Anna");
});
