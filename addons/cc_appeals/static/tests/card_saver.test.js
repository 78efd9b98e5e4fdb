import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { CardSaver } from "@cc_appeals/journal/appeal_card/card_saver";
import { Words } from "@cc_appeals/words/words_service";
import { contains, makeServerError } from "@web/../tests/web_test_helpers";
import { conflict, kept, matter, mountCard, serveSaving, topic } from "./card_saving_test_helpers";
import { defineJournalModels, openJournal } from "./journal_card_test_helpers";

defineJournalModels();

test("a changed field saves itself, and the tab follows", async () => {
    const journal = await openJournal();
    await mountCard(journal);
    serveSaving();
    await contains(matter).edit("No water at all");
    await advanceTime(10);
    await animationFrame();
    expect.verifySteps([[{ name: "No water at all" }, { name: "Matter 1" }]]);
    expect(journal.contact.appeals[0].name).toBe("No water at all");
    expect(".o_cc_appeal_card").toHaveClass("o_cc_appeal_saved");
    expect(kept()).toBe(null);
});

test("a chosen topic saves itself", async () => {
    await mountCard(await openJournal());
    const lifts = { id: 4, display_name: "Lifts" };
    serveSaving({ values: { name: "Matter 1", topic_id: lifts } });
    await contains(topic).click();
    await contains(".o-autocomplete--dropdown-item:contains(Lifts)").click();
    await advanceTime(10);
    await animationFrame();
    expect.verifySteps([[{ topic_id: 4 }, { topic_id: 3 }]]);
    expect(topic).toHaveValue("Lifts");
});

test("what is typed is kept here at once, and forgotten when it is as it was", async () => {
    await mountCard(await openJournal());
    await contains(matter).edit("No wa", { confirm: false });
    expect(kept()).toEqual({ changes: { name: "No wa" }, base: { name: "Matter 1" } });
    await contains(matter).edit("Matter 1", { confirm: false });
    expect(kept()).toBe(null);
});

test("what was saved and is left as it is, is saved still", () => {
    const card = { stands: () => ({ name: "No water" }) };
    const saver = new CardSaver({ words: new Words() }, 1, card);
    saver.isSaved = true;
    saver.note("name", "No water");
    expect(saver.isSaved).toBe(true);
    saver.note("name", "No water at all");
    expect(saver.isSaved).toBe(false);
});

test("a refusal is told, and one may go back", async () => {
    await mountCard(await openJournal());
    serveSaving({ fault: makeServerError({ message: "It belongs to another direction." }) });
    await contains(matter).edit("Other");
    await advanceTime(10);
    await waitFor(".o_cc_appeal_unsaved");
    expect(".o_cc_appeal_unsaved").toHaveText(/belongs to another direction/);
    expect(kept().changes).toEqual({ name: "Other" });
    await click(".o_cc_appeal_back");
    await animationFrame();
    expect(matter).toHaveValue("Matter 1");
    expect(".o_cc_appeal_unsaved").toHaveCount(0);
    expect(kept()).toBe(null);
    expect.verifySteps([[{ name: "Other" }, { name: "Matter 1" }]]);
});

test("what others wrote meanwhile is told: theirs may stay", async () => {
    await mountCard(await openJournal());
    serveSaving({ fault: conflict });
    await contains(matter).edit("Mine");
    await advanceTime(10);
    await waitFor(".o_cc_appeal_unsaved");
    expect(".o_cc_appeal_unsaved").toHaveText(/Now there is: Pipe burst/);
    expect(matter).toHaveValue("Mine");
    await click(".o_cc_appeal_back");
    await animationFrame();
    expect(matter).toHaveValue("Pipe burst");
    expect(kept()).toBe(null);
    expect.verifySteps([[{ name: "Mine" }, { name: "Matter 1" }]]);
});

test("… or ours goes over what was seen, and over nothing else", async () => {
    await mountCard(await openJournal());
    const line = serveSaving({ fault: conflict });
    await contains(matter).edit("Mine");
    await advanceTime(10);
    await waitFor(".o_cc_appeal_unsaved");
    line.fault = null;
    await click(".o_cc_appeal_again");
    await advanceTime(10);
    await animationFrame();
    expect(".o_cc_appeal_unsaved").toHaveCount(0);
    expect(matter).toHaveValue("Mine");
    expect.verifySteps([
        [{ name: "Mine" }, { name: "Matter 1" }],
        [{ name: "Mine" }, { id: 1, name: "Pipe burst" }],
    ]);
});
