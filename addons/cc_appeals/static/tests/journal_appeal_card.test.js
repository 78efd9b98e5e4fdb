import { destroy, expect, test } from "@odoo/hoot";
import { click, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { getDesk } from "@cc_appeals/journal/desk/desk";
import { contains, onRpc } from "@web/../tests/web_test_helpers";
import { matter, mountCard, topic } from "./card_saving_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    makeTab,
    makeValues,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

test("opening asks nothing: the values came with the contact", async () => {
    onRpc("cc.appeal", "web_read", () => expect.step("web_read"));
    await mountCard(await openJournal());
    expect.verifySteps([]);
    expect(topic).toHaveValue("Hot water");
    expect(matter).toHaveValue("Matter 1");
    expect(".o_cc_status_current").toHaveText("Registered");
    expect(".o_cc_clock").toHaveText("8 d");
    expect(".o_cc_appeal_owner").toHaveCount(0);
});

test("another tab is asked for once", async () => {
    serveJournal({ journal_appeal: () => ({ appeal: { 2: makeValues(2) } }) });
    const journal = await openJournal();
    await mountCard(journal, 2);
    expect.verifySteps([["journal_appeal", 2]]);
    expect(matter).toHaveValue("Matter 2");
    expect(journal.contact.appeal[2].name).toBe("Matter 2");
});

test("a contact read anew is shown, but not over words that are not saved", async () => {
    let name = "Changed by a colleague";
    const journal = await openJournal();
    await mountCard(journal);
    const read = () => makeOpened({}, { name });
    journal.orm = { call: async () => read() };
    await journal.loadContact();
    await animationFrame();
    await animationFrame();
    expect(matter).toHaveValue("Changed by a colleague");
    await contains(matter).edit("My words", { confirm: false });
    name = "Changed once more";
    await journal.loadContact();
    await animationFrame();
    expect(matter).toHaveValue("My words");
});

test("a card that goes while it reads itself anew is no fault", async () => {
    onRpc("cc.appeal", "web_read", () => expect.step("web_read"));
    const journal = await openJournal();
    const card = await mountCard(journal);
    const earlier = new Deferred();
    card.model.mutex.exec(() => earlier);
    journal.contact = makeOpened({ appeal: {} });
    await animationFrame();
    destroy(card);
    earlier.resolve();
    await animationFrame();
    expect.verifySteps(["web_read"]);
});

test("a chosen department is asked for as a step of the status line", async () => {
    await mountCard(await openJournal());
    await contains(".o_cc_appeal_field[data-name=department_id] input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Water)").click();
    await waitFor(".o_cc_step_strip[data-step=hand_over]");
    expect(".o_cc_step_strip .o_record_selector input").toHaveValue("Water");
    expect.verifySteps([]);
});

test("who has it is told, and nobody's can be taken", async () => {
    serveJournal({ action_take: () => true }, "cc.appeal");
    const journal = await openJournal(() => makeOpened({}, { owner_id: false }));
    await mountCard(journal);
    expect(".o_cc_appeal_owner span").toHaveText("Nobody yet");
    await click(".o_cc_appeal_take");
    await animationFrame();
    expect.verifySteps([["action_take", [1]]]);
});

test("a closed one tells how it ended", async () => {
    const closed = {
        state: "closed",
        is_open: false,
        closing_method: "answered",
        closed_at: "2026-03-11 09:00:00",
        allowed_steps: [],
        department_id: { id: 5, display_name: "Water" },
    };
    const appeals = [makeTab(1, closed)];
    await mountCard(await openJournal(() => makeOpened({ appeals }, closed)));
    expect(queryAllTexts(".o_cc_appeal_terms dd")).toEqual(["Answered, Mar 11"]);
    expect(".o_cc_appeal_plain").toHaveText("Water");
});

test("keys ask the steps of the status line, and say when one is not possible", async () => {
    const journal = await openJournal();
    await mountCard(journal);
    journal.server("hand_over")();
    await waitFor("[data-step=hand_over]");
    journal.server("close")();
    await waitFor("[data-step=close]");
    expect("[data-step=hand_over]").toHaveCount(0);
    expect(getDesk(journal).notice).toBe(null);
    journal.server("feedback")();
    expect(getDesk(journal).notice.text).toInclude("not possible");
    journal.server("ask_department")();
    await waitFor("[data-step=ask_department]");
    // the next question takes the refusal away
    expect(getDesk(journal).notice).toBe(null);
    expect("[data-step=close]").toHaveCount(0);
});
