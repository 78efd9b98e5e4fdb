import { expect, test } from "@odoo/hoot";
import { click, press, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { AppealTabs } from "@cc_appeals/journal/appeal_tabs/appeal_tabs";
import {
    defineJournalModels,
    makeOpened,
    makeTab,
    mountPart,
    openJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

const PROPS = { mayAdd: true, menu: [], onAdd: () => expect.step("add") };

test("two tabs and the rest under more; the one on screen is always a tab", async () => {
    const appeals = [1, 2, 3, 4].map((id) => makeTab(id));
    const journal = await openJournal(() => makeOpened({ appeals, more: 5 }));
    await mountPart(AppealTabs, journal, PROPS);
    expect(queryAllTexts("[role=tab]")).toEqual(["№ 26-000001", "№ 26-000002"]);
    expect(".o_cc_appeal_more").toHaveText("7 more");
    expect("[data-appeal='1']").toHaveAttribute("aria-selected", "true");
    await click(".o_cc_appeal_more");
    await animationFrame();
    await click(".o-dropdown-item:last");
    await animationFrame();
    expect(journal.appealId).toBe(4);
    expect(queryAllTexts("[role=tab]")).toEqual(["№ 26-000001", "№ 26-000004"]);
});

test("arrows move between tabs, the plus adds, the state changes live", async () => {
    const journal = await openJournal();
    await mountPart(AppealTabs, journal, PROPS);
    document.querySelector("[data-appeal='1']").focus();
    await press("ArrowRight");
    expect("[data-appeal='2']").toBeFocused();
    await click(".o_cc_appeal_add");
    expect.verifySteps(["add"]);
    journal.contact.appeals[0].state = "closed";
    await animationFrame();
    expect("[data-appeal='1'] .fa-check").toHaveCount(1);
});
