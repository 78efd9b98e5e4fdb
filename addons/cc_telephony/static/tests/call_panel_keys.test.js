import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { onRpc } from "@web/../tests/web_test_helpers";
import { change, mountPanel, quietDesk } from "./call_panel_test_helpers";

defineMailModels();
beforeEach(quietDesk);

test("hanging up has a key while the talk goes on, and only then", async () => {
    onRpc("cc.pbx.live", "desk_hang_up", ({ args }) => {
        expect.step(args);
        return true;
    });
    const { desk, keys } = await mountPanel();
    desk.take(change("ringing"));
    await animationFrame();
    expect(Object.keys(keys)).toEqual(["accept"]);
    expect(".o_cc_call_end kbd").toHaveCount(0);
    desk.take(change("talking"));
    await animationFrame();
    expect(Object.keys(keys)).toEqual(["accept", "hang_up"]);
    expect(".o_cc_call_end kbd").toHaveText("Ctrl ⇧ F2");
    keys.hang_up();
    await animationFrame();
    expect.verifySteps([["t-1.1"]]);
    desk.take(change("left"));
    await animationFrame();
    expect(Object.keys(keys)).toEqual(["accept"]);
});

test("the Journal knows who is talked to, in wrap-up as well", async () => {
    const told = [];
    const { desk, presence } = await mountPanel({ setTalk: (talk) => told.push(talk) });
    onRpc("cc.pbx.live", "desk_card", ({ args }) => ({ model: "cc.call", id: args[0].length }));
    desk.take(change("talking"));
    await animationFrame();
    expect(told.at(-1).partnerId).toBe(9);
    expect(await told.at(-1).card()).toEqual({ model: "cc.call", id: 5 });
    desk.take(change("left"));
    presence.take({ clock: Date.now(), state: "wrap_up", cause: "call", then: {} });
    await animationFrame();
    expect(told.at(-1).partnerId).toBe(9);
    presence.take({ clock: Date.now(), state: "available", cause: "chosen" });
    await animationFrame();
    expect(told.at(-1)).toBe(null);
});
