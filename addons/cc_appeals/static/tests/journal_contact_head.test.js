import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { ContactHead } from "@cc_appeals/journal/contact_head/contact_head";
import { contains, serverState } from "@web/../tests/web_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

test("name, counts and hidden contacts stand in two lines", async () => {
    await mountPart(ContactHead, await openJournal());
    expect("h2").toHaveText("Anna Smirnova");
    expect(".o_cc_contact_line .o_cc_contact_count").toHaveText("2 open, 14 in all");
    expect(queryAllTexts(".o_cc_masked_mask")).toEqual(["+7 916 ***-**-67", "a…@…"]);
    expect(".o_cc_contact_facts").toHaveText(/Daisy/);
    expect(".o_cc_contact_address").toHaveText("Garden street, 14");
});

test("the eye asks why; while one serves the person it does not", async () => {
    serveJournal({ action_reveal: () => "+79160000067" }, "cc.identity");
    serveJournal({ action_reveal_contact: () => ["+79160000067"] }, "cc.appeal");
    const journal = await openJournal();
    await mountPart(ContactHead, journal);
    await click(".o_cc_masked_eye:first");
    await contains(".o_cc_masked_reason").edit("To call back");
    await animationFrame();
    expect.verifySteps([["action_reveal", [11], "To call back"]]);
    journal.contact.appeal[1].reveal_free = true;
    await animationFrame();
    await click(".o_cc_masked_eye:last");
    await animationFrame();
    expect.verifySteps([["action_reveal_contact", [1], "email", ""]]);
});

test("who else has it open is told, who answers first, oneself never", async () => {
    const journal = await openJournal(() =>
        makeOpened({
            viewers: [
                { user_id: 8, name: "Ivan Ivanov", how: "looks" },
                { user_id: 9, name: "Olga Petrova", how: "looks" },
                { user_id: serverState.userId, name: "Me", how: "looks" },
            ],
            writing: [{ user_id: 9, name: "Olga Petrova", since: "2026-03-12 10:00:00" }],
        })
    );
    await mountPart(ContactHead, journal);
    expect(queryAllTexts(".o_cc_viewer > span:last-child")).toEqual([
        "Olga Petrova is answering",
        "Ivan Ivanov is looking",
    ]);
    expect(".o_cc_viewer:first").toHaveClass("o_cc_viewer_answers");
    journal.contact.viewers = [];
    journal.contact.writing = [];
    await animationFrame();
    expect(".o_cc_viewer").toHaveCount(0);
});

test("who gave no name is called as the row does, and may be one of several", async () => {
    const journal = await openJournal(() =>
        makeOpened({
            person: false,
            row: { who: "+7 903 ***-**-18" },
            candidates: [{ id: 21, name: "Boris" }],
        })
    );
    journal.open = (where) => expect.step(where);
    await mountPart(ContactHead, journal);
    expect("h2").toHaveText("+7 903 ***-**-18");
    await click(".o_cc_candidate");
    expect.verifySteps([{ model: "res.partner", id: 21 }]);
});
