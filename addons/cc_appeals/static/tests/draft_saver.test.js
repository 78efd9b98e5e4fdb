import { expect, test } from "@odoo/hoot";
import { click, edit, press, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { getService, makeMockEnv } from "@web/../tests/web_test_helpers";
import { DRAFT, loseConnection, mountComposer, serveReplies, write } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

const SLOT = "reply:cc.appeal,1";
const WORDS = { subject: "Re: No water", channel_id: 1, recipient_id: 11 };
const THEIRS = {
    name: "Ivanov",
    saved_at: "2026-03-12 09:06:00",
    subject: "Re: No water",
    body: "Their text",
    version: 9,
};

function kept() {
    return getService("cc_words").read(SLOT);
}

test("words are kept here at once and saved a second after the hands rest", async () => {
    serveReplies();
    await mountComposer();
    await write("To");
    expect(kept()).toMatchObject({ ...WORDS, body: "To" });
    await advanceTime(900);
    await edit("Tomorrow", { confirm: false });
    await advanceTime(900);
    expect.verifySteps([]);
    await advanceTime(200);
    expect.verifySteps([["reply_save", { ...WORDS, body: "Tomorrow", version: false }]]);
    await waitFor(".o_cc_reply_draft .fa-check");
    expect(kept()).toBe(null);
});

test("without a connection it says so, keeps the words and tries again", async () => {
    serveReplies();
    const line = loseConnection("reply_save");
    await mountComposer();
    await write("Tomorrow");
    await advanceTime(1000);
    await waitFor(".o_cc_reply_draft.o_cc_tone_warning");
    expect(".o_cc_reply_draft").toHaveText("Not saved yet: no connection");
    expect(kept().body).toBe("Tomorrow");
    line.isDown = false;
    await advanceTime(5000);
    await waitFor(".o_cc_reply_draft .fa-check");
    expect(kept()).toBe(null);
    expect(line.asked.length).toBe(2);
    expect.verifySteps([["reply_save", { ...WORDS, body: "Tomorrow", version: false }]]);
});

test("words that never came through are there again after F5", async () => {
    await makeMockEnv();
    const words = { ...WORDS, body: "Nearly lost", version: 3, token: "t" };
    await getService("cc_words").keep(SLOT, words);
    serveReplies({ draft: DRAFT });
    await mountComposer();
    await waitFor(".o_cc_reply_text");
    expect(".o_cc_reply_text").toHaveValue("Nearly lost");
    expect.verifySteps([["reply_save", { ...WORDS, body: "Nearly lost", version: 3 }]]);
});

test("two texts of one draft: both are seen, the one not taken can be brought back", async () => {
    let conflict = THEIRS;
    serveReplies(
        { draft: DRAFT },
        {
            reply_save: () =>
                conflict ? { conflict } : { version: 10, saved_at: "2026-03-12 09:07:00" },
        }
    );
    await mountComposer();
    await write("My text");
    await advanceTime(1000);
    await waitFor(".o_cc_draft_conflict");
    expect(".o_cc_draft_conflict_head").toHaveText(/^Ivanov changed this draft/);
    expect(".o_cc_draft_theirs_body").toHaveText("Their text");
    expect(".o_cc_reply_text").toHaveValue("My text");
    expect(".o_cc_reply_send").not.toBeEnabled();
    conflict = null;
    await click(".o_cc_draft_take");
    await animationFrame();
    expect(".o_cc_reply_text").toHaveValue("Their text");
    await click(".o_cc_reply_aside");
    await animationFrame();
    expect(".o_cc_reply_text").toHaveValue("My text");
    await advanceTime(1000);
    expect.verifySteps([
        ["reply_save", { ...WORDS, body: "My text", version: 3 }],
        ["reply_save", { ...WORDS, body: "My text", version: 9 }],
    ]);
});

test("keeping mine writes it over the other one, with its version", async () => {
    const answers = [{ conflict: THEIRS }, { version: 10, saved_at: "2026-03-12 09:07:00" }];
    serveReplies({ draft: DRAFT }, { reply_save: () => answers.shift() });
    await mountComposer();
    await write("My text");
    await advanceTime(1000);
    await waitFor(".o_cc_draft_conflict");
    await click(".o_cc_draft_keep");
    await animationFrame();
    expect(".o_cc_draft_conflict").toHaveCount(0);
    expect.verifySteps([
        ["reply_save", { ...WORDS, body: "My text", version: 3 }],
        ["reply_save", { ...WORDS, body: "My text", version: 9 }],
    ]);
});

test("a save whose answer was lost is not taken for somebody else's text", async () => {
    const line = loseConnection("reply_save");
    const answers = [
        () => ({ conflict: { ...THEIRS, body: "Tomorrow", version: 4 } }),
        () => ({ version: 5, saved_at: "2026-03-12 09:07:00" }),
    ];
    serveReplies({ draft: DRAFT }, { reply_save: () => answers.shift()() });
    await mountComposer();
    await write("Tomorrow");
    await advanceTime(1000);
    line.isDown = false;
    await edit("Tomorrow morning", { confirm: false });
    await advanceTime(1000);
    await advanceTime(100);
    await waitFor(".o_cc_reply_draft .fa-check");
    expect(".o_cc_draft_conflict").toHaveCount(0);
    expect.verifySteps([
        ["reply_save", { ...WORDS, body: "Tomorrow morning", version: 3 }],
        ["reply_save", { ...WORDS, body: "Tomorrow morning", version: 4 }],
    ]);
});

test("a draft thrown away can be put back", async () => {
    serveReplies({ draft: DRAFT });
    await mountComposer();
    await press("r");
    await waitFor(".o_cc_reply_text");
    await click(".o_cc_reply_discard");
    await waitFor(".o_cc_reply_aside");
    expect(".o_cc_reply_text").toHaveValue("");
    await click(".o_cc_reply_aside");
    await animationFrame();
    expect(".o_cc_reply_text").toHaveValue("Good morning");
    await advanceTime(1000);
    // the next save begins a new draft
    expect.verifySteps([
        ["reply_discard", 3],
        ["reply_save", { ...WORDS, body: "Good morning", version: false }],
    ]);
});
