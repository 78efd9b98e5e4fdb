import { expect, test } from "@odoo/hoot";
import { edit, press, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { AppealColumn } from "@cc_appeals/journal/appeal_column/appeal_column";
import {
    defineJournalModels,
    makeOpened,
    makeValues,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

const NOBODY = { appeals: [], appeal_id: false, appeal: {}, interaction_id: false };

/** A person is open, as a call opens one, and is talked to. */
async function mountTalk(opened = {}, talk = {}) {
    serveJournal({
        journal_one_more: () => 3,
        journal_appeal: () => ({ appeal: { 3: makeValues(3) } }),
    });
    const journal = await openJournal(() => makeOpened({ interaction_id: false, ...opened }));
    journal.setTalk({ partnerId: 7, card: async () => ({ model: "cc.call", id: 5 }), ...talk });
    await mountPart(AppealColumn, journal);
    return journal;
}

async function register(journal) {
    journal.server("another")();
    await waitFor("textarea[name=new_matter]");
    await edit("Dark yard", { confirm: false });
    await press("Enter");
    await animationFrame();
}

test("one more appeal of a talk is taken from the call, not from the last letter", async () => {
    await register(await mountTalk());
    expect.verifySteps([
        ["journal_one_more", "cc.call", 5, "Dark yard", false, "token"],
        ["journal_appeal", 3],
    ]);
});

test("the first appeal of who calls can be registered", async () => {
    const journal = await mountTalk(NOBODY);
    expect(".o_cc_contact_empty button").toHaveCount(1);
    journal.server("another")();
    await waitFor(".o_cc_new_appeal");
});

test("another person on screen is not the one who talks", async () => {
    await register(await mountTalk({}, { partnerId: 99 }));
    expect.verifySteps([
        ["journal_one_more", "cc.appeal", 1, "Dark yard", false, "token"],
        ["journal_appeal", 3],
    ]);
});

test("a call whose card is not there yet says so", async () => {
    const journal = await mountTalk({}, { card: async () => false });
    journal.server("another")();
    await waitFor(".o_cc_appeal_notice");
    expect(".o_cc_appeal_notice").toHaveText(/card of this call is not there yet/);
    expect(".o_cc_new_appeal").toHaveCount(0);
});
