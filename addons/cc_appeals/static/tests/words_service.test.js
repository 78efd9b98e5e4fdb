import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { getService, makeMockEnv, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { LASTS_MS } from "@cc_appeals/words/word_safe";
import { Words } from "@cc_appeals/words/words_service";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

/** A safe that writes down what it is asked. */
function makeSafe(kept = []) {
    return {
        readAll: async () => kept,
        write: async (slot, value) => expect.step(["write", slot, value]),
        remove: async (slot) => expect.step(["remove", slot]),
        wipe: async () => expect.step(["wipe"]),
        has: async (slot) => kept.some((each) => each.slot === slot),
        userId: 7,
    };
}

async function makeWords(safe) {
    const words = new Words();
    await words.start(safe);
    return words;
}

test("words of an earlier page are there at once", async () => {
    const at = Date.now();
    const words = await makeWords(makeSafe([{ slot: "reply:1", value: "Hello", at }]));
    expect(words.isLasting).toBe(true);
    expect(words.read("reply:1")).toBe("Hello");
    expect(words.read("reply:2")).toBe(null);
    expect(words.all("reply:")).toEqual([{ slot: "reply:1", value: "Hello", at }]);
    expect(words.all("post:")).toEqual([]);
});

test("the latest state of a slot is written last", async () => {
    const words = await makeWords(makeSafe());
    words.keep("reply:1", "He");
    words.keep("reply:1", "Hello");
    await words.drop("reply:1");
    expect(words.read("reply:1")).toBe(null);
    const steps = ["remove", "reply:1"];
    expect.verifySteps([steps, steps, steps]);
    await words.keep("reply:1", "Again");
    expect.verifySteps([["write", "reply:1", "Again"]]);
});

test("a slot that was written and dropped leaves nothing in the page", async () => {
    const words = await makeWords({ ...makeSafe(), write: async () => {}, remove: async () => {} });
    words.keep("reply:1", "He");
    await words.keep("reply:1", "Hello");
    expect([words.kept.size, words.running.size]).toEqual([1, 0]);
    await words.drop("reply:1");
    expect([words.kept.size, words.running.size]).toEqual([0, 0]);
});

test("without encryption the page keeps them, and says that it alone does", async () => {
    const words = await makeWords(null);
    await words.keep("reply:1", "Hello");
    expect(words.read("reply:1")).toBe("Hello");
    expect(words.isLasting).toBe(false);
});

test("a browser that forbids storage does not stop the work", async () => {
    const refuse = async () => {
        throw new DOMException("no", "SecurityError");
    };
    const words = await makeWords({ ...makeSafe(), readAll: refuse, write: refuse });
    await words.keep("reply:1", "Hello");
    expect(words.read("reply:1")).toBe("Hello");
    expect(words.isLasting).toBe(false);
});

test("tabs of one browser have the same words", async () => {
    const told = [];
    const others = { postMessage: (message) => told.push(message) };
    const words = new Words();
    await words.start(makeSafe(), others);
    await words.keep("reply:1", "Hello");
    await words.drop("reply:1");
    expect(told.map(({ userId, slot, kept }) => [userId, slot, kept?.value])).toEqual([
        [7, "reply:1", "Hello"],
        [7, "reply:1", undefined],
    ]);
    expect.verifySteps([
        ["write", "reply:1", "Hello"],
        ["remove", "reply:1"],
    ]);
    // what the other tab keeps is on the disk by its own hand
    others.onmessage({ data: told[0] });
    expect(words.read("reply:1")).toBe("Hello");
    others.onmessage({ data: { ...told[0], userId: 8, kept: { value: "No" } } });
    expect(words.read("reply:1")).toBe("Hello");
    others.onmessage({ data: told[1] });
    expect(words.read("reply:1")).toBe(null);
});

test("logged out in another tab: nothing more is stored from here", async () => {
    const [one, other] = [new Words(), new Words()];
    const [here, there] = [{}, {}];
    here.postMessage = (data) => there.onmessage({ data });
    there.postMessage = (data) => here.onmessage({ data });
    await one.start(makeSafe(), here);
    await other.start(makeSafe(), there);
    await one.keep("reply:1", "Hello");
    expect(other.read("reply:1")).toBe("Hello");
    await one.wipe();
    expect(other.read("reply:1")).toBe(null);
    await other.keep("reply:1", "Late");
    expect.verifySteps([["write", "reply:1", "Hello"], ["wipe"]]);
    expect(other.isLasting).toBe(false);
});

test("what another tab dropped this moment is not there", async () => {
    const words = await makeWords(makeSafe([{ slot: "post:1", value: "Hello", at: Date.now() }]));
    expect(await words.asKept("post:1")).toBe("Hello");
    words.kept.set("post:2", { value: "Gone", at: Date.now() });
    expect(await words.asKept("post:2")).toBe(null);
    expect(words.read("post:2")).toBe(null);
});

test("a day later they are gone", async () => {
    const words = await makeWords(makeSafe());
    await words.keep("reply:1", "Hello");
    words.sweep(Date.now() + LASTS_MS - 1000);
    expect(words.read("reply:1")).toBe("Hello");
    words.sweep(Date.now() + LASTS_MS);
    expect(words.read("reply:1")).toBe(null);
    await advanceTime(0);
    expect.verifySteps([
        ["write", "reply:1", "Hello"],
        ["remove", "reply:1"],
    ]);
});

test("who logs out leaves none behind", async () => {
    await makeMockEnv();
    const words = getService("cc_words");
    await words.keep("reply:1", "Hello");
    patchWithCleanup(words, {
        async wipe() {
            await super.wipe();
            expect.step("wiped");
        },
    });
    const item = registry.category("user_menuitems").get("log_out")({
        services: { cc_words: words, pwa: {} },
    });
    expect(item.id).toBe("logout");
    await item.callback();
    expect(words.read("reply:1")).toBe(null);
    expect.verifySteps(["wiped"]);
});
