import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { PresenceNote } from "@cc_appeals/presence/presence_note/presence_note";
import { facts, pageTimers } from "./presence_test_helpers";

defineMailModels();
beforeEach(pageTimers);

async function mount(values) {
    await mountWithCleanup(PresenceNote);
    const presence = getService("cc_presence");
    presence.take(facts(values));
    await animationFrame();
    return presence;
}

test("nothing is said while all is well", async () => {
    await mount();
    expect(".o_cc_presence_note").toHaveText("");
});

test("a lost connection is said in the place, and its end", async () => {
    const presence = await mount();
    presence.cut(1006);
    await animationFrame();
    expect(".o_cc_presence_note").toHaveText(/No connection/);
    presence.cut(4001);
    await animationFrame();
    expect(".o_cc_presence_note").toHaveText(/log in again/);
    onRpc("cc.presence", "presence_beat", () => facts({ state: "offline", cause: "lost" }));
    await presence.returned();
    await animationFrame();
    expect(".o_cc_presence_note").toHaveText(/choose your presence/);
});

test("what is wrong with the phone is said", async () => {
    const presence = await mount({ notes: ["Phone 101 is not registered."] });
    expect(".o_cc_presence_note").toHaveText("Phone 101 is not registered.");
    presence.take(facts({ state: "offline", notes: ["Phone 101 is not registered."] }));
    await animationFrame();
    expect(".o_cc_presence_note").toHaveText("");
    presence.take(facts({ notes: ["Phone 101 is not registered."] }));
    presence.takeNotes({ notes: [] });
    await animationFrame();
    expect(".o_cc_presence_note").toHaveText("");
});

test("a request and its answer are said", async () => {
    const request = { state: "open", kind: "extend", minutes: 10 };
    const presence = await mount({ request });
    expect(".o_cc_presence_note").toHaveText(/Asked for 10 min more/);
    presence.takeAnswer({ state: "refused", answered_by: "Vera", answer: "A long queue" });
    await animationFrame();
    expect(".o_cc_presence_note").toHaveText(/Vera refused. A long queue/);
});
