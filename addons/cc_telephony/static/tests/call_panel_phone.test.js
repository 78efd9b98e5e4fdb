import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { change, mountPanel, quietDesk } from "./call_panel_test_helpers";

defineMailModels();
beforeEach(quietDesk);

test("a phone in the browser is lifted from here", async () => {
    registry.category("cc_journal_phone").add("test", {
        isReady: () => true,
        accept: (call) => expect.step(call.linkedid),
    });
    const { desk } = await mountPanel();
    desk.take(change("ringing"));
    await animationFrame();
    await contains(".o_cc_call_accept").click();
    expect.verifySteps(["t-1.1"]);
    registry.category("cc_journal_phone").remove("test");
});

test("a talk in the browser is muted and held from here, by keys as well", async () => {
    registry.category("cc_journal_phone").add("test", {
        isReady: () => true,
        isTalking: true,
        isMuted: true,
        toggleMute: () => expect.step("mute"),
        toggleHold: () => expect.step("hold"),
    });
    const { desk, keys } = await mountPanel();
    desk.take(change("talking"));
    await animationFrame();
    expect(".o_cc_call_mute").toHaveAttribute("aria-pressed", "true");
    await contains(".o_cc_call_mute").click();
    await contains(".o_cc_call_pause").click();
    expect.verifySteps(["mute", "hold"]);
    expect(".o_cc_call_mute kbd").toHaveText("F8");
    expect(".o_cc_call_pause kbd").toHaveText("F9");
    keys.microphone();
    keys.hold();
    expect.verifySteps(["mute", "hold"]);
    desk.take(change("left"));
    await animationFrame();
    expect(Object.keys(keys)).toEqual(["accept"]);
    registry.category("cc_journal_phone").remove("test");
});
