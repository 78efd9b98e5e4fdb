import { expect, test } from "@odoo/hoot";
import { edit, press, waitFor, waitForNone } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { JournalComposer } from "@cc_appeals/journal/journal_composer/journal_composer";
import { DRAFT, MAIL, serveReplies, startAnswer } from "./composer_test_helpers";
import { defineJournalModels, mountPart, openJournal } from "./journal_card_test_helpers";

defineJournalModels();

const WORDS = { subject: "Re: No water", channel_id: 1, recipient_id: 11 };

/** A server that says later how the answer can go. */
async function mountEarly() {
    mockDate("2026-03-12 10:00:00", 0);
    const gate = new Deferred();
    serveReplies({}, { reply_start: () => gate });
    const journal = await openJournal();
    await mountPart(JournalComposer, journal);
    journal.server("answer")();
    expect(".o_cc_reply_early").toBeFocused();
    return { gate, journal };
}

test("words of who was quicker than the server stand in the answer, the caret after them", async () => {
    const { gate } = await mountEarly();
    await edit("Tomorrow", { confirm: false });
    gate.resolve(startAnswer());
    await waitFor(".o_cc_reply_text:focus");
    expect(".o_cc_reply_text").toHaveValue("Tomorrow");
    expect(document.activeElement.selectionStart).toBe(8);
    expect(".o_cc_reply_early").toHaveCount(0);
    await advanceTime(1000);
    expect.verifySteps([["reply_save", { ...WORDS, body: "Tomorrow", version: false }]]);
});

test("they come after a draft that was there", async () => {
    const { gate } = await mountEarly();
    await edit("Tomorrow", { confirm: false });
    gate.resolve(startAnswer({ draft: DRAFT }));
    await waitFor(".o_cc_reply_text:focus");
    const body = "Good morning\n\nTomorrow";
    expect(".o_cc_reply_text").toHaveValue(body);
    await advanceTime(1000);
    expect.verifySteps([["reply_save", { ...WORDS, body, version: 3 }]]);
});

test("who left the field before is not called back", async () => {
    const { gate } = await mountEarly();
    await press("Escape");
    gate.resolve(startAnswer());
    await waitFor(".o_cc_reply_text");
    await animationFrame();
    expect(".o_cc_reply_text").not.toBeFocused();
});

test("where nothing can be sent the words stay to be read", async () => {
    const { gate, journal } = await mountEarly();
    await edit("Tomorrow", { confirm: false });
    gate.resolve(startAnswer({ channels: [{ ...MAIL, can_send: false, why_not: "No e-mail" }] }));
    await waitFor(".o_cc_composer_none");
    expect(".o_cc_reply_early").toHaveValue("Tomorrow");
    await edit("", { confirm: false });
    await waitForNone(".o_cc_reply_early");
    journal.server("note")();
    await waitFor(".o_cc_note_text:focus");
});
