import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { reactive } from "@odoo/owl";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { Words } from "@cc_appeals/words/words_service";
import { ABOUT, CALL, makeLine, makeSender } from "./sender_test_helpers";

function refusal(message) {
    return Object.assign(new RPCError(), {
        exceptionName: "odoo.exceptions.UserError",
        data: { message },
    });
}

function loggedOut() {
    return Object.assign(new RPCError(), {
        exceptionName: "odoo.http.SessionExpiredException",
    });
}

test("with a connection it goes at once, and nothing is left here", async () => {
    const line = makeLine();
    const { sender, words } = makeSender(line);
    expect(await sender.send(CALL, ABOUT)).toBe(true);
    expect.verifySteps(["reply_send"]);
    expect(sender.waiting).toEqual([]);
    expect(words.all("post:")).toEqual([]);
});

test("without one it waits here, in its order, and goes by itself", async () => {
    const line = makeLine();
    line.fault = new ConnectionLostError("/");
    const { sender, words } = makeSender(line);
    const answers = [
        sender.send(CALL, ABOUT),
        sender.send({ ...CALL, method: "action_close" }, { label: "Close" }),
    ];
    await advanceTime(0);
    expect(sender.isOffline).toBe(true);
    expect(sender.isWaiting(ABOUT.place)).toBe(true);
    expect(words.all("post:").length).toBe(2);
    line.fault = null;
    await advanceTime(2000);
    expect(await Promise.all(answers)).toEqual([true, true]);
    expect.verifySteps(["reply_send", "action_close"]);
    expect(sender.isOffline).toBe(false);
    expect(sender.isWaiting(ABOUT.place)).toBe(false);
});

test("after F5 it still goes, with the same arguments", async () => {
    const line = makeLine();
    line.fault = new ConnectionLostError("/");
    const { words } = makeSender(line);
    const before = makeSender(line, words).sender;
    before.send(CALL, ABOUT);
    await advanceTime(0);
    const later = makeLine();
    later.ask = async (route, params) => expect.step([route, params.args]);
    const { sender } = makeSender(later, words);
    await advanceTime(0);
    expect.verifySteps([["/web/dataset/call_kw/cc.appeal/reply_send", CALL.args]]);
    expect(sender.waiting).toEqual([]);
});

test("it speaks the user's language, and says what the caller adds", async () => {
    const line = makeLine();
    line.ask = async (route, { kwargs }) => expect.step(kwargs);
    const { sender } = makeSender(line);
    await sender.send({ ...CALL, kwargs: { context: { cc_seen_ids: [7] } } }, ABOUT);
    expect.verifySteps([{ context: { ...user.context, cc_seen_ids: [7] } }]);
});

test("a refusal reaches who decided it, with its sentence", async () => {
    const line = makeLine();
    line.fault = refusal("This appeal is closed.");
    const { sender, words } = makeSender(line);
    await expect(sender.send(CALL, ABOUT)).rejects.toThrow();
    expect(sender.refused).toEqual([]);
    expect(words.all("post:")).toEqual([]);
    expect(sender.isOffline).toBe(false);
});

test("a refusal nobody is left to hear keeps the words beside its sentence", async () => {
    const words = new Words();
    words.keep("post:1", { call: CALL, ...ABOUT });
    const line = makeLine();
    line.fault = refusal("This appeal is closed.");
    const { sender } = makeSender(line, words);
    await advanceTime(0);
    expect(sender.waiting).toEqual([]);
    expect(sender.refused.map(({ label, sentence }) => [label, sentence])).toEqual([
        [ABOUT.label, "This appeal is closed."],
    ]);
    expect(words.read("post:1").call).toEqual(CALL);
    // a page later it is still said, not asked again by itself
    const again = makeSender(line, words).sender;
    await advanceTime(20000);
    expect(again.refused.length).toBe(1);
    line.fault = null;
    await again.again("post:1");
    expect.verifySteps(["reply_send"]);
    expect(again.refused).toEqual([]);
    expect(words.all("post:")).toEqual([]);
});

test("logged out: it waits for the login and says so", async () => {
    const line = makeLine();
    line.fault = loggedOut();
    const { sender } = makeSender(line);
    const answer = sender.send(CALL, ABOUT);
    await advanceTime(0);
    expect(sender.isLoggedOut).toBe(true);
    line.fault = null;
    await advanceTime(2000);
    expect(await answer).toBe(true);
    expect(sender.isLoggedOut).toBe(false);
    expect.verifySteps(["reply_send"]);
});

test("logged out though nothing waits: only a login brings it back", async () => {
    const line = makeLine();
    const { sender } = makeSender({
        ask: (route, params) => line.ask(route, { method: route, ...params }),
    });
    line.fault = loggedOut();
    sender.lose(line.fault);
    await advanceTime(1000);
    expect(sender.isLoggedOut).toBe(true);
    line.fault = null;
    await advanceTime(4000);
    expect(sender.isOffline).toBe(false);
    expect.verifySteps(["/web/session/check"]);
});

test("a line that is back is noticed though nothing waits", async () => {
    const line = makeLine();
    const { sender } = makeSender(line);
    sender.lose();
    line.fault = new ConnectionLostError("/");
    await advanceTime(1000);
    expect(sender.isOffline).toBe(true);
    line.fault = null;
    await advanceTime(4000);
    expect(sender.isOffline).toBe(false);
    expect.verifySteps(["version_info"]);
});

test("a place that is opened again hears what waits, and has back what was refused", async () => {
    const line = makeLine();
    line.fault = new ConnectionLostError("/");
    const { sender, words } = makeSender(line);
    const about = { ...ABOUT, words: { changes: { name: "Hello" } } };
    sender.send(CALL, about);
    sender.leave(ABOUT.place);
    expect(sender.hear("elsewhere")).toBe(null);
    const heard = sender.hear(ABOUT.place);
    expect(heard.words).toEqual(about.words);
    line.fault = null;
    await sender.now();
    expect(await heard.answer).toBe(true);
    expect.verifySteps(["reply_send"]);
    // and nobody is there when the next one is refused
    line.fault = refusal("This appeal is closed.");
    sender.send(CALL, about);
    sender.leave(ABOUT.place);
    await advanceTime(0);
    expect(sender.refused.length).toBe(1);
    expect(sender.handBack("elsewhere")).toEqual([]);
    expect(sender.handBack(ABOUT.place)).toEqual([about.words]);
    expect(sender.refused).toEqual([]);
    expect(words.all("post:")).toEqual([]);
});

test("the part that decided it watches nothing of what goes on after", async () => {
    const { sender } = makeSender(makeLine());
    const part = reactive(sender, () => expect.step("drawn"));
    await part.send(CALL, ABOUT);
    await advanceTime(0);
    expect.verifySteps(["reply_send"]);
    Object.assign(reactive(sender), { waiting: [], refused: [], isOffline: true, shown: 1 });
    expect.verifySteps([]);
});
