import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { PresenceRequests } from "@cc_appeals/presence/presence_requests/presence_requests";
import { pageTimers } from "./presence_test_helpers";

defineMailModels();
beforeEach(pageTimers);

const REQUEST = {
    id: 7,
    user_id: 3,
    user: "Lena",
    kind: "break",
    reason: "Errand",
    minutes: 30,
    state: "open",
    asked_at: "2026-03-16 12:00:00",
};

test("a request appears, is answered in place and goes", async () => {
    mockDate("2026-03-16 12:01:05", 0);
    onRpc("cc.presence.request", "action_grant", ({ args }) => {
        expect.step(args[0]);
        return true;
    });
    await mountWithCleanup(PresenceRequests);
    expect(".o_cc_presence_requests").toHaveCount(0);
    getService("cc_presence").takeRequest(REQUEST);
    await animationFrame();
    await contains(".o_cc_presence_requests").click();
    expect(".o_cc_presence_request").toHaveText(/Lena\s*Errand, 30 min · 1:05/);
    await contains(".o_cc_presence_request .btn-primary").click();
    expect.verifySteps([[7]]);
    expect(".o_cc_presence_requests").toHaveCount(0);
});

test("what a colleague answered goes as well", async () => {
    await mountWithCleanup(PresenceRequests);
    const presence = getService("cc_presence");
    presence.takeRequest(REQUEST);
    await animationFrame();
    expect(".o_cc_presence_requests").toHaveCount(1);
    presence.takeRequest({ ...REQUEST, state: "refused" });
    await animationFrame();
    expect(".o_cc_presence_requests").toHaveCount(0);
});
