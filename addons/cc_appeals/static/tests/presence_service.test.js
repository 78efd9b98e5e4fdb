import { beforeEach, expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, makeMockEnv, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { session } from "@web/session";
import { BEAT_MS } from "@cc_appeals/presence/presence_service";
import { pageTimers } from "./presence_test_helpers";

defineMailModels();
beforeEach(pageTimers);

async function start(state, cause = "chosen") {
    patchWithCleanup(session, { cc_presence: { state, cause } });
    await makeMockEnv();
    patchWithCleanup(getService("bus_service"), { send: (name) => expect.step(name) });
    return getService("cc_presence");
}

test("a browser says now and then that it is there", async () => {
    const presence = await start("available");
    await advanceTime(BEAT_MS * 2);
    expect.verifySteps(["cc_presence_beat", "cc_presence_beat"]);
    presence.isConnected = false;
    await advanceTime(BEAT_MS);
    expect.verifySteps([]);
});

test("who went offline by hand says nothing, who was lost does", async () => {
    const presence = await start("offline");
    await advanceTime(BEAT_MS);
    expect.verifySteps([]);
    presence.facts.cause = "lost";
    await advanceTime(BEAT_MS);
    expect.verifySteps(["cc_presence_beat"]);
});

test("who has no presence beats no drum", async () => {
    patchWithCleanup(session, { cc_presence: undefined });
    await makeMockEnv();
    patchWithCleanup(getService("bus_service"), { send: (name) => expect.step(name) });
    await advanceTime(BEAT_MS);
    expect.verifySteps([]);
});
