import { beforeEach, expect, test } from "@odoo/hoot";
import { makeMockEnv, serverState } from "@web/../tests/web_test_helpers";
import { getDesk } from "@cc_appeals/journal/desk/desk";
import { tellHelp } from "@cc_appeals/journal/help_news";
import { defineJournalModels, openJournal } from "./journal_card_test_helpers";

defineJournalModels();
// the sentences are translated
beforeEach(() => makeMockEnv());

function news(values = {}) {
    return {
        id: 4,
        appeal_id: 1,
        number: "26-000001",
        user_id: serverState.userId,
        state: "closed",
        how: "taken_over",
        helper: "Sveta",
        ...values,
    };
}

test("taken over under the hand: a sentence in the card, the words are kept", async () => {
    const journal = await openJournal();
    tellHelp(journal, news());
    expect(getDesk(journal).notice).toEqual({
        text: "Sveta took № 26-000001 over: it is yours no more. Your words are kept.",
        isError: false,
    });
    expect(journal.said).toBe(null);
});

test("of a card that is not open it is said at the foot", async () => {
    const journal = await openJournal();
    tellHelp(journal, news({ appeal_id: 9, number: "26-000009", state: "joined", how: false }));
    expect(getDesk(journal).notice).toBe(null);
    expect(journal.said.text).toBe("Sveta helps you and sees № 26-000009.");
});

test("a contact without an appeal has no number", async () => {
    const journal = await openJournal();
    tellHelp(journal, news({ appeal_id: false, number: "", state: "joined", how: false }));
    expect(journal.said.text).toBe("Sveta helps you and sees this card.");
});

test("others' requests, and what one ended oneself, are no news", async () => {
    const journal = await openJournal();
    tellHelp(journal, news({ user_id: 99 }));
    tellHelp(journal, news({ how: "withdrawn" }));
    tellHelp(journal, news({ state: "asked", how: false }));
    expect(getDesk(journal).notice).toBe(null);
    expect(journal.said).toBe(null);
});
