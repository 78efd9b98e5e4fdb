import { afterEach, expect, test } from "@odoo/hoot";
import { LASTS_MS, WordSafe } from "@cc_appeals/words/word_safe";

const NAME = "cc_words_test";
const SECRET = "0f".repeat(32);
const OTHER_SECRET = "1e".repeat(32);
const NOW = 1_800_000_000_000;

const safes = [];
let frame = null;

/** The tests' own page has a mock that encrypts nothing: a frame has the browser's. */
function realCrypto() {
    frame ||= document.body.appendChild(document.createElement("iframe"));
    return frame.contentWindow.crypto;
}

function openSafe(secret = SECRET, userId = 7) {
    const safe = new WordSafe(NAME, secret, userId, realCrypto());
    safes.push(safe);
    return safe;
}

afterEach(async () => {
    for (const safe of safes.splice(0)) {
        await safe.wipe();
        (await safe.disk.open()).close();
    }
    frame?.remove();
    frame = null;
});

test("what was kept is there after the page was loaded again, oldest first", async () => {
    const safe = openSafe();
    await safe.write("reply:2", { body: "Second" }, NOW + 1);
    await safe.write("reply:1", { body: "First" }, NOW);
    expect(await openSafe().readAll(NOW + 2)).toEqual([
        { slot: "reply:1", value: { body: "First" }, at: NOW },
        { slot: "reply:2", value: { body: "Second" }, at: NOW + 1 },
    ]);
});

test("nothing that was typed can be read on the disk", async () => {
    const safe = openSafe();
    await safe.write("reply:1", { body: "Smirnova, Sadovaya 14" }, NOW);
    const [[, record]] = await safe.disk.entries();
    const bytes = new Uint8Array(record.words);
    expect(new TextDecoder().decode(bytes)).not.toInclude("Smirnova");
    expect(Object.keys(record).sort()).toEqual(["at", "iv", "userId", "words"]);
});

test("another key, another person or another day finds nothing, and leaves nothing", async () => {
    for (const [safe, now] of [
        [() => openSafe(OTHER_SECRET), NOW],
        [() => openSafe(SECRET, 8), NOW],
        [() => openSafe(), NOW + LASTS_MS],
    ]) {
        await openSafe().write("reply:1", { body: "Words" }, NOW);
        expect(await safe().readAll(now)).toEqual([]);
        expect(await openSafe().disk.entries()).toEqual([]);
    }
});

test("what was dropped is gone", async () => {
    const safe = openSafe();
    await safe.write("reply:1", "one", NOW);
    await safe.write("reply:2", "two", NOW);
    await safe.remove("reply:1");
    expect((await safe.readAll(NOW)).map(({ slot }) => slot)).toEqual(["reply:2"]);
    await safe.wipe();
    expect(await safe.readAll(NOW)).toEqual([]);
});
