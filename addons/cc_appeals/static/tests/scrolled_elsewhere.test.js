import { expect, getFixture, test } from "@odoo/hoot";
import { edit, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains } from "@web/../tests/web_test_helpers";
import { mountCard, topic } from "./card_saving_test_helpers";
import { defineJournalModels, openJournal } from "./journal_card_test_helpers";

defineJournalModels();

const choices = ".o-autocomplete--dropdown-menu";

test("what is typed stays while something scrolls elsewhere", async () => {
    await mountCard(await openJournal());
    await contains(topic).click();
    await waitFor(choices);
    await edit("Hot");
    const beside = document.createElement("div");
    getFixture().append(beside);
    beside.dispatchEvent(new Event("scroll"));
    await animationFrame();
    expect(topic).toHaveValue("Hot");
    expect(choices).toHaveCount(1);
    queryOne(".o_cc_appeal_card").dispatchEvent(new Event("scroll"));
    await animationFrame();
    expect(choices).toHaveCount(0);
});
