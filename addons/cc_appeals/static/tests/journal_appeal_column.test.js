import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryAllTexts, waitFor, waitForNone } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import { AppealColumn } from "@cc_appeals/journal/appeal_column/appeal_column";
import { contains, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import {
    defineJournalModels,
    makeOpened,
    makeTab,
    makeValues,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";

defineJournalModels();

async function mountColumn(read = () => makeOpened()) {
    const journal = await openJournal(read);
    await mountPart(AppealColumn, journal);
    return journal;
}

test("the key takes one more appeal of the contact, in place", async () => {
    serveJournal({
        journal_one_more: () => 3,
        journal_appeal: () => ({ appeal: { 3: makeValues(3) } }),
    });
    let appeals = [makeTab(1)];
    const journal = await mountColumn(() => makeOpened({ appeals }));
    journal.server("another")();
    await waitFor("textarea[name=new_matter]");
    appeals = [makeTab(3), makeTab(1)];
    await edit("Dark yard", { confirm: false });
    await press("Enter");
    await waitFor(".o_cc_appeal_card[data-appeal='3']");
    expect.verifySteps([
        ["journal_one_more", "cc.interaction", 10, "Dark yard", false, "token"],
        ["journal_appeal", 3],
    ]);
    expect(".o_cc_appeal_tab.active").toHaveText("№ 26-000003");
});

test("escape leaves the new appeal; without any contact it is said why not", async () => {
    const journal = await mountColumn();
    await click(".o_cc_appeal_add");
    await waitFor(".o_cc_new_appeal textarea:focus");
    await press("Escape");
    await waitForNone(".o_cc_new_appeal");
    journal.contact.interaction_id = false;
    journal.appealId = 0;
    await animationFrame();
    journal.server("another")();
    await animationFrame();
    expect(".o_cc_appeal_notice").toHaveText(/No contact of a person is kept here/);
});

test("keys ask beside the appeal what no letter on screen waits for", async () => {
    const journal = await mountColumn();
    journal.server("no_answer")();
    await waitFor(".o_cc_step_strip[data-step=no_answer]");
    journal.server("spam")();
    await waitFor(".o_cc_step_strip[data-step=spam]");
    expect(".o_cc_step_strip").toHaveCount(1);
    journal.server("spam")();
    await animationFrame();
    expect(".o_cc_step_strip").toHaveCount(0);
});

test("work is passed to a colleague and help asked of a senior by their keys", async () => {
    serveJournal({
        journal_colleagues: () => [{ id: 9, name: "Olga", count: 4 }],
        journal_pass: () => ({}),
        journal_help: () => ({}),
    });
    const journal = await mountColumn();
    journal.server("pass")();
    await contains(".o_cc_pass_strip .o_select_menu_toggler").click();
    await contains(".o_select_menu_item:contains(Olga)").click();
    await click(".o_cc_step_confirm");
    await animationFrame();
    expect.verifySteps([
        ["journal_colleagues", ["cc.appeal,1"]],
        ["journal_pass", ["cc.appeal,1"], 9, ""],
    ]);
    await contains(".o_cc_appeal_menu").click();
    expect("[data-action=help] kbd").toHaveText("Q");
    await contains("[data-action=help]").click();
    await waitFor("input[name=words]");
    journal.server("ask_help")();
    await waitForNone("input[name=words]");
    journal.server("ask_help")();
    await contains("input[name=words]").edit("What do I say", { confirm: false });
    await click(".o_cc_step_confirm");
    await animationFrame();
    const words = "What do I say";
    expect.verifySteps([["journal_help", "ask", { model: "cc.appeal", id: 1, words }]]);
    expect(".o_cc_appeal_notice").toHaveText("A senior was asked.");
});

test("panels of other rooms stand in their order, if their condition holds", async () => {
    class Panel extends Component {
        static template = xml`<span>Words</span>`;
        static props = ["*"];
    }
    const entries = [
        ["base", { Component: Panel, title: "Knowledge", order: 20 }],
        ["calls", { Component: Panel, title: "Calls", condition: () => false }],
        [
            "script",
            { Component: Panel, title: "Script", condition: (at) => at.appealId === 1, order: 10 },
        ],
    ];
    patchWithCleanup(registry.category("cc_journal_panels"), { getEntries: () => entries });
    await mountColumn();
    expect(queryAllTexts(".o_cc_journal_panel_head")).toEqual(["Script", "Knowledge"]);
});
