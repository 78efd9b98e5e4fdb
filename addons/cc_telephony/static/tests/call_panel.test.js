import { beforeEach, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { change, mountPanel, quietDesk } from "./call_panel_test_helpers";

defineMailModels();
beforeEach(quietDesk);

test("a ring shows all it knows, and the card opens by itself", async () => {
    const { desk, opened } = await mountPanel();
    expect(".o_cc_call_panel").toHaveCount(0);
    desk.take(change("ringing"));
    await animationFrame();
    expect(".o_cc_call_ring .o_cc_call_name").toHaveText("Anna Smirnova");
    expect(".o_cc_call_who").toHaveText(/\+7 916 \*\*\*-\*\*-67 · incoming · waited 0:20/);
    expect(".o_cc_call_about").toHaveText(/Line\s*Housing/);
    expect(".o_cc_call_about").toHaveText(/№ 26-000123/);
    expect(opened).toEqual([{ model: "res.partner", id: 9 }]);
});

test("while something is typed the card waits for F2", async () => {
    const { desk, opened, keys } = await mountPanel({ isTyping: () => true });
    desk.take(change("ringing"));
    await animationFrame();
    await animationFrame();
    expect(opened).toEqual([]);
    expect(".o_cc_call_card").toHaveClass("btn-primary");
    keys.accept();
    await animationFrame();
    expect(opened).toEqual([{ model: "res.partner", id: 9 }]);
});

test("in a second tab no card opens by itself", async () => {
    const { desk, opened } = await mountPanel({ isSecond: true });
    desk.take(change("ringing"));
    await animationFrame();
    await animationFrame();
    expect(opened).toEqual([]);
    expect(".o_cc_call_card").toHaveClass("btn-primary");
});

test("a stranger's card is opened when there is one", async () => {
    const { desk, opened } = await mountPanel();
    onRpc("cc.pbx.live", "desk_card", () => ({ model: "cc.call", id: 3 }));
    desk.take(change("ringing", { partner_id: false, partner: "", appeal: false }));
    await animationFrame();
    expect(".o_cc_call_name").toHaveText("+7 916 ***-**-67");
    expect(opened).toEqual([]);
    desk.take(change("talking", { partner_id: false, partner: "", appeal: false }));
    await animationFrame();
    await animationFrame();
    expect(opened).toEqual([{ model: "cc.call", id: 3 }]);
});

test("a talk is timed, held and ended", async () => {
    const { desk } = await mountPanel();
    onRpc("cc.pbx.live", "desk_hang_up", ({ args }) => {
        expect.step(args);
        return true;
    });
    desk.take(change("ringing"));
    desk.take(change("talking"));
    await advanceTime(42000);
    await animationFrame();
    expect(".o_cc_call_talk .o_cc_call_timer").toHaveText("0:42");
    desk.take(change("held"));
    await animationFrame();
    expect(".o_cc_call_hold .o_cc_call_sign .fa-pause").toHaveCount(1);
    desk.take(change("talking"));
    await animationFrame();
    expect(".o_cc_call_talk .o_cc_call_timer").toHaveText("0:42");
    await contains(".o_cc_call_end").click();
    expect.verifySteps([["t-1.1"]]);
    desk.take(change("left"));
    await animationFrame();
    expect(".o_cc_call_panel").toHaveCount(0);
    expect(desk.last.partner).toBe("Anna Smirnova");
});

test("a PC's clock that is an hour wrong changes no timer", async () => {
    mockDate("2026-03-16 13:00:20", 0);
    const { desk, presence } = await mountPanel();
    presence.ahead = -3600000;
    desk.take(change("ringing"));
    await animationFrame();
    expect(".o_cc_call_who").toHaveText(/waited 0:20/);
});

test("why it rings no more is said, and the sentence goes", async () => {
    const { desk } = await mountPanel();
    for (const [type, words] of [
        ["abandoned", /caller hung up/],
        ["taken", /colleague took/],
        ["missed", /unanswered/],
    ]) {
        desk.take(change("ringing"));
        desk.take(change(type));
        await animationFrame();
        expect(".o_cc_call_gone").toHaveText(words);
    }
    await advanceTime(5000);
    await animationFrame();
    expect(".o_cc_call_gone").toHaveCount(0);
});

test("changes of another call do not touch this one", async () => {
    const { desk } = await mountPanel();
    desk.take(change("talking"));
    desk.take(change("ended", { linkedid: "t-2.2" }));
    desk.take(change("ringing", { linkedid: "t-3.3", partner: "Boris" }));
    await animationFrame();
    expect(".o_cc_call_talk .o_cc_call_name").toHaveText("Anna Smirnova");
});

test("wrap-up has its time, its reasons and an end", async () => {
    const { desk, presence } = await mountPanel();
    onRpc("cc.presence", "presence_set", ({ args }) => {
        expect.step(args);
        return { clock: Date.now(), state: args[0], cause: "chosen" };
    });
    desk.take(change("talking"));
    desk.take(change("left"));
    presence.reasons = [{ id: 5, state: "wrap_up", name: "Card", minutes: 5 }];
    presence.take({
        clock: Date.now(),
        state: "wrap_up",
        cause: "call",
        since: "2026-03-16 12:00:20",
        limit_at: "2026-03-16 12:00:50",
        warn_at: "2026-03-16 12:00:44",
        then: { state: "break", reason_id: 1, reason: "Rest" },
    });
    await animationFrame();
    expect(".o_cc_call_wrap .o_cc_call_timer").toHaveText("0:30");
    expect(".o_cc_call_wrap").toHaveText(/Anna Smirnova/);
    await contains(".o_cc_call_reason").click();
    presence.take({ clock: Date.now(), state: "wrap_up", then: { state: "break", reason_id: 1 } });
    await animationFrame();
    await contains(".o_cc_call_done").click();
    expect.verifySteps([
        ["wrap_up", 5],
        ["break", 1],
    ]);
});

test("what the PBX refuses is said in the place", async () => {
    const { desk } = await mountPanel();
    desk.take(change("talking"));
    desk.takeRefusal({ sentence: "No such channel" });
    await animationFrame();
    expect(".o_cc_call_about [role=alert]").toHaveText("No such channel");
});

test("what the server refuses is said in the place, in no dialog", async () => {
    const said = [];
    const { desk } = await mountPanel({
        open: () => Promise.reject(makeServerError({ message: "Not yours to see." })),
        say: (words) => said.push(words),
    });
    onRpc("cc.pbx.live", "desk_hang_up", () => {
        throw makeServerError({ message: "This call is not at your phone any more." });
    });
    desk.take(change("talking"));
    await animationFrame();
    expect(said).toEqual(["Not yours to see."]);
    await contains(".o_cc_call_end").click();
    await animationFrame();
    expect(".o_cc_call_about [role=alert]").toHaveText("This call is not at your phone any more.");
});
