import { expect, getFixture, test } from "@odoo/hoot";
import { click, edit, press, waitFor } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { JournalComposer } from "@cc_appeals/journal/journal_composer/journal_composer";
import { contains } from "@web/../tests/web_test_helpers";
import { MAIL, serveReplies, startAnswer } from "./composer_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

async function mountComposer(contact = makeOpened()) {
    mockDate("2026-03-12 10:00:00", 0);
    serveReplies();
    const journal = await openJournal(() => {
        expect.step("read");
        return contact;
    });
    await mountPart(JournalComposer, journal);
    await waitFor(".o_cc_reply_sheet");
    expect.verifySteps(["read"]);
    return journal;
}

test("it stands open without taking the focus; the key brings it", async () => {
    const journal = await mountComposer();
    expect(".o_cc_reply_text").not.toBeFocused();
    expect(journal.isTyping()).toBe(false);
    journal.server("answer")();
    expect(".o_cc_reply_text").toBeFocused();
    expect(journal.isTyping()).toBe(true);
    await press("Escape");
    await animationFrame();
    expect(".o_cc_reply_text").not.toBeFocused();
    expect(".o_cc_reply_sheet").toHaveCount(1);
});

/** The key pressed before the answer is there; what the hand does meanwhile. */
async function pressEarly(meanwhile) {
    mockDate("2026-03-12 10:00:00", 0);
    const gate = new Deferred();
    serveReplies({}, { reply_start: () => gate });
    const journal = await openJournal();
    await mountPart(JournalComposer, journal);
    journal.server("answer")();
    expect(".o_cc_reply_text").toHaveCount(0);
    meanwhile?.();
    gate.resolve(startAnswer());
    await waitFor(".o_cc_reply_text");
    await animationFrame();
}

test("the key waits for an answer that is still being read", async () => {
    await pressEarly();
    expect(".o_cc_reply_text").toBeFocused();
});

test("who went elsewhere meanwhile is not called back", async () => {
    const field = document.createElement("input");
    getFixture().append(field);
    await pressEarly(() => field.focus());
    expect(field).toBeFocused();
});

test("what was sent reads the contact anew", async () => {
    const journal = await mountComposer();
    journal.server("answer")();
    await edit("Tomorrow", { confirm: false });
    await press(["ctrl", "Enter"]);
    await waitFor(".o_cc_sent_bar");
    const words = { subject: "Re: No water", body: "Tomorrow", channel_id: 1, recipient_id: 11 };
    expect.verifySteps([["reply_send", { ...words, version: false }, true], "read"]);
});

test("a note is one of the ways; the key goes back to the answer", async () => {
    serveJournal({ journal_note: () => true });
    const journal = await mountComposer();
    await contains(".o_cc_reply_channel").click();
    await contains(".o_cc_reply_other:contains('Note')").click();
    await waitFor(".o_cc_note_text");
    expect(".o_cc_note_text").toBeFocused();
    await edit("Call her", { confirm: false });
    await press(["ctrl", "Enter"]);
    await animationFrame();
    expect.verifySteps([["journal_note", "cc.appeal", 1, "Call her", "token"], "read"]);
    document.activeElement.blur();
    journal.server("answer")();
    await animationFrame();
    expect(".o_cc_note_text").toHaveCount(0);
    expect(".o_cc_reply_text").toBeFocused();
});

test("without an appeal the note stands on the person", async () => {
    serveJournal({ journal_note: () => true });
    await mountComposer(makeOpened({ appeals: [], appeal_id: false, appeal: {} }));
    expect(".o_cc_note_text").toHaveCount(1);
    await contains(".o_cc_note_text").edit("Rang twice", { confirm: false });
    await click(".o_cc_note_send");
    await animationFrame();
    expect.verifySteps([["journal_note", "res.partner", 7, "Rang twice", "token"], "read"]);
});

test("paper is one of the ways, by mouse and by its key", async () => {
    const journal = await mountComposer();
    journal.server("paper")();
    await waitFor(".o_cc_paper_sheet");
    expect(".o_cc_paper_number").toBeFocused();
    await contains(".o_cc_sheet_way").click();
    await contains(".o_cc_reply_other:contains('Note')").click();
    expect(".o_cc_note_text").toHaveCount(1);
    await contains(".o_cc_sheet_way").click();
    await contains(".o_cc_reply_other:contains('paper')").click();
    expect(".o_cc_paper_sheet").toHaveCount(1);
});

test("whom no channel reaches is answered on paper", async () => {
    serveReplies({ channels: [{ ...MAIL, can_send: false, why_not: "No e-mail" }] });
    const journal = await openJournal(() => makeOpened());
    await mountPart(JournalComposer, journal);
    await waitFor(".o_cc_composer_none");
    journal.server("answer")();
    await waitFor(".o_cc_paper_number:focus");
    expect(".o_cc_paper_number").toBeFocused();
});

test("after a letter on paper the answer stands there again", async () => {
    serveJournal({ journal_paper_sent: () => 31 });
    const journal = await mountComposer();
    journal.server("paper")();
    await waitFor(".o_cc_paper_sheet");
    await contains(".o_cc_paper_number").edit("8", { confirm: false });
    await contains(".o_cc_note_text").edit("It is on", { confirm: false });
    await contains(".o_cc_paper_register").click();
    await waitFor(".o_cc_reply_text");
    expect(".o_cc_paper_sheet").toHaveCount(0);
    const told = { number: "8", body: "It is on", day: "2026-03-12", file_ids: [] };
    expect.verifySteps([["journal_paper_sent", 1, told, "token"], "read"]);
});
