import { expect, test } from "@odoo/hoot";
import { press, waitFor, waitForNone } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import { AppealColumn } from "@cc_appeals/journal/appeal_column/appeal_column";
import { ContactColumn } from "@cc_appeals/journal/contact_column/contact_column";
import { DRAFT, serveReplies, startAnswer } from "./composer_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

/** Contact and appeal side by side, as in the window. */
class Screen extends Component {
    static template = xml`
        <ContactColumn journal="props.journal"/>
        <AppealColumn journal="props.journal"/>`;
    static components = { AppealColumn, ContactColumn };
    static props = { journal: Object };
}

function entry(values = {}) {
    return {
        key: "cc.interaction,10",
        kind: "contact",
        icon: "envelope",
        label: "Letter",
        moment: "2026-03-10 09:00:00",
        direction: "in",
        title: "No water",
        who: "Anna Smirnova",
        text: "There is no water",
        files: [],
        appeals: [{ id: 1, number: "26-000001" }],
        waits: true,
        ...values,
    };
}

const withEntries = (...entries) =>
    makeOpened({ chronology: { entries, earlier: false, states: {} } });

test("asked while an answer is taken back, it is asked in the letter", async () => {
    mockDate("2026-03-12 10:00:00", 0);
    const back = new Deferred();
    const pending = { delivery_id: 71, undo_until: "2026-03-12 10:00:30", undo_left: 30 };
    serveReplies({ pending }, { reply_take_back: () => back });
    let isAnswered = true;
    const journal = await openJournal(() => withEntries(entry({ waits: !isAnswered })));
    await mountPart(Screen, journal);
    await waitFor(".o_cc_sent_bar");
    await press(["ctrl", "z"]);
    journal.server("no_answer")();
    await animationFrame();
    expect(".o_cc_step_strip").toHaveCount(0);
    isAnswered = false;
    back.resolve(startAnswer({ draft: DRAFT }));
    await waitFor(".o_cc_step_strip");
    expect(".o_cc_journal_chronology .o_cc_step_strip").toHaveCount(1);
    expect(".o_cc_appeal_column .o_cc_step_strip").toHaveCount(0);
    expect.verifySteps([["reply_take_back", 71]]);
});

test("a letter on paper is confirmed in the contact's place and shown in the history", async () => {
    mockDate("2026-03-12 10:00:00", 0);
    serveReplies();
    let entries = [entry()];
    serveJournal({
        journal_paper_sent: () => {
            const key = "cc.interaction,31";
            entries = [entry({ key, direction: "out", title: "№ 8", waits: false }), entry()];
            return 31;
        },
    });
    const journal = await openJournal(() => withEntries(...entries));
    await mountPart(Screen, journal);
    journal.server("paper")();
    await waitFor(".o_cc_paper_number:focus");
    document.activeElement.value = "8";
    document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
    const text = document.querySelector(".o_cc_paper_sheet textarea");
    text.value = "It is on";
    text.dispatchEvent(new Event("input", { bubbles: true }));
    await animationFrame();
    text.focus();
    await press(["ctrl", "Enter"]);
    await waitFor(".o_cc_contact_registered");
    expect(".o_cc_contact_registered").toHaveText(/outgoing letter № 8 of 03\/12\/2026/);
    await waitFor("[data-key='cc.interaction,31'].o_cc_entry_marked");
    expect(".o_cc_entry_marked").toHaveCount(1);
    const told = { number: "8", body: "It is on", day: "2026-03-12", file_ids: [] };
    expect.verifySteps([["journal_paper_sent", 1, told, "token"]]);
    await journal.open({ model: "cc.appeal", id: 2 });
    await waitForNone(".o_cc_contact_registered");
});
