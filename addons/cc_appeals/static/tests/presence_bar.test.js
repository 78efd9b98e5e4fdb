import { beforeEach, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, freezeTime, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { PresenceBar } from "@cc_appeals/presence/presence_bar/presence_bar";
import { facts, pageTimers } from "./presence_test_helpers";

defineMailModels();
beforeEach(() => {
    pageTimers();
    freezeTime();
    mockDate("2026-03-16 12:05:00", 0);
    onRpc("cc.presence.request", "presence_requests", () => []);
});

async function mount(values, ahead) {
    onRpc("cc.presence", "presence_start", () => facts(values, ahead));
    await mountWithCleanup(PresenceBar);
    await animationFrame();
    return getService("cc_presence");
}

test("state and time stand in the bar, and the time runs", async () => {
    await mount();
    expect(".o_cc_presence_label").toHaveText("Available");
    expect(".o_cc_presence_time").toHaveText("5:00");
    await advanceTime(2000);
    await animationFrame();
    expect(".o_cc_presence_time").toHaveText("5:02");
});

test("a PC's clock that is an hour wrong changes no timer", async () => {
    mockDate("2026-03-16 13:05:00", 0);
    await mount({}, -3600000);
    expect(".o_cc_presence_time").toHaveText("5:00");
});

test("a break counts down, warns, and says by how much it is over", async () => {
    const pause = { state: "break", reason_id: 1, reason: "Rest", limit_at: "2026-03-16 12:06:00" };
    const presence = await mount({ ...pause, warn_at: "2026-03-16 12:05:30" });
    expect(".o_cc_presence_label").toHaveText("Rest");
    expect(".o_cc_presence_time").toHaveText("1:00");
    await advanceTime(40000);
    await animationFrame();
    expect(".o_cc_presence_label").toHaveClass("o_cc_tone_warning");
    await advanceTime(80000);
    await animationFrame();
    expect(".o_cc_presence_label").toHaveClass("o_cc_tone_danger");
    expect(".o_cc_presence_time").toHaveText("over by 1:00");
    presence.take(facts());
    await animationFrame();
    expect(".o_cc_presence_label").toHaveText("Available");
});

test("a choice is one press, a reason with it", async () => {
    onRpc("cc.presence", "presence_set", ({ args }) => {
        expect.step(args);
        return facts({ state: "break", reason_id: 1, reason: "Rest" });
    });
    await mount();
    await contains(".o_cc_presence_chip").click();
    await contains(".o_cc_presence_menu .dropdown-item:contains(Rest)").click();
    expect.verifySteps([["break", 1]]);
    expect(".o_cc_presence_label").toHaveText("Rest");
});

test("during a talk it says what follows", async () => {
    const talk = { state: "busy", cause: "call", then: { state: "break", reason: "Rest" } };
    await mount(talk);
    expect(".o_cc_presence_label").toHaveText("On a call");
    expect(".o_cc_presence_next").toHaveText("then: Rest");
});

test("a break may be longer on request, and the request taken back", async () => {
    const pause = { state: "break", reason: "Rest", limit_at: "2026-03-16 12:06:00" };
    const request = { state: "open", kind: "extend", minutes: 10 };
    onRpc("cc.presence.request", "presence_ask", ({ args }) => {
        expect.step(["ask", ...args]);
        return facts({ ...pause, request });
    });
    onRpc("cc.presence.request", "presence_drop", () => {
        expect.step("drop");
        return facts(pause);
    });
    await mount(pause);
    await contains(".o_cc_presence_chip").click();
    await contains(".dropdown-item:contains(10 more minutes)").click();
    await contains(".o_cc_presence_chip").click();
    await contains(".dropdown-item:contains(Take the request back)").click();
    expect.verifySteps([["ask", 10], "drop"]);
});
