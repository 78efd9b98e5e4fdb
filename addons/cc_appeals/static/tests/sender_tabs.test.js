import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { ConnectionLostError } from "@web/core/network/rpc";
import { Owned } from "@cc_appeals/words/owned";
import { Words } from "@cc_appeals/words/words_service";
import { ABOUT, CALL, makeLine, makeLocks, makeSender } from "./sender_test_helpers";

test("two tabs: the one that decided brings it, the other never", async () => {
    const [line, other, locks] = [makeLine(), makeLine(), makeLocks()];
    line.fault = new ConnectionLostError("/");
    const { sender, words } = makeSender(line, new Words(), locks);
    const answer = sender.send(CALL, ABOUT);
    await advanceTime(0);
    other.ask = async () => expect.step("by the other tab");
    const second = makeSender(other, words, locks).sender;
    await advanceTime(0);
    expect(second.waiting).toEqual([]);
    line.fault = null;
    await advanceTime(2000);
    expect(await answer).toBe(true);
    expect(second.waiting).toEqual([]);
    expect.verifySteps(["reply_send"]);
});

test("two tabs: what a closed one left is brought by the other", async () => {
    const [line, other, locks] = [makeLine(), makeLine(), makeLocks()];
    line.fault = new ConnectionLostError("/");
    const { sender, words } = makeSender(line, new Words(), locks);
    sender.send(CALL, ABOUT);
    await advanceTime(0);
    makeSender(other, words, locks);
    await advanceTime(0);
    // the browser does this for a tab that goes
    sender.owned.held.forEach((release) => release());
    await advanceTime(0);
    expect.verifySteps(["reply_send"]);
    expect(words.all("post:")).toEqual([]);
});

test("a place another tab has open is not free", async () => {
    const locks = makeLocks();
    const [one, other] = [new Owned(locks), new Owned(locks)];
    await one.take("card:1");
    expect(await one.takeFree("card:1")).toBe(true);
    expect(await other.takeFree("card:1")).toBe(false);
    expect(await other.takeFree("card:2")).toBe(true);
    expect(await new Owned().takeFree("card:1")).toBe(true);
});
