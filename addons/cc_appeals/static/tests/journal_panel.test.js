import { expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import { JournalPanel } from "@cc_appeals/journal/journal_panel/journal_panel";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineJournalModels, openJournal } from "./journal_card_test_helpers";

defineJournalModels();

class Script extends Component {
    static template = xml`<p class="o_test_script" t-out="props.journal.appealId"/>`;
    static props = { journal: Object };
}

test("a panel folds, tells its summary, and stays folded for this user", async () => {
    const journal = await openJournal();
    const panel = { Component: Script, title: "Script", icon: "list", summary: () => "2 of 5" };
    const props = { name: "script", panel, journal };
    await mountWithCleanup(JournalPanel, { props });
    expect(".o_cc_journal_panel_head").toHaveText(/Script\s*2 of 5/);
    expect(".o_test_script").toHaveText("1");
    await click(".o_cc_journal_panel_head");
    await animationFrame();
    expect(".o_test_script").toHaveCount(0);
    expect(".o_cc_journal_panel_head").toHaveAttribute("aria-expanded", "false");
    await mountWithCleanup(JournalPanel, { props });
    expect(".o_test_script").toHaveCount(0);
});
