import { expect, test } from "@odoo/hoot";
import { click, edit, press, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { NewAppeal } from "@cc_appeals/journal/new_appeal/new_appeal";
import { makeServerError, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { defineJournalModels, serveJournal } from "./journal_card_test_helpers";

defineJournalModels();

async function mountNew() {
    browser.sessionStorage.clear();
    return mountWithCleanup(NewAppeal, { props });
}

const props = {
    source: ["cc.interaction", 10],
    directionId: 1,
    onDone: (id) => expect.step(["done", id]),
    onDrop: () => expect.step("dropped"),
};

test("one line and enter register it; the person is asked nothing", async () => {
    serveJournal({ journal_one_more: () => 44 });
    await mountNew();
    expect("textarea").toBeFocused();
    expect(".o_cc_new_register").not.toBeEnabled();
    await edit("Dark yard", { confirm: false });
    await press("Enter");
    await animationFrame();
    expect.verifySteps([
        ["journal_one_more", "cc.interaction", 10, "Dark yard", false, "token"],
        ["done", 44],
    ]);
});

test("a refusal is said; the words stay, survive the page, and go with escape", async () => {
    const tokens = [];
    serveJournal({
        journal_one_more: (...args) => {
            tokens.push(args.at(-1));
            throw makeServerError({ message: "The contact is an answer of ours." });
        },
    });
    await mountNew();
    await edit("Dark yard", { confirm: false });
    await animationFrame();
    await click(".o_cc_new_register");
    await waitFor("[role=alert]");
    expect("[role=alert]").toHaveText("The contact is an answer of ours.");
    expect("textarea").toHaveValue("Dark yard");
    await mountWithCleanup(NewAppeal, { props });
    expect("textarea:last").toHaveValue("Dark yard");
    await click(".o_cc_new_register:last");
    await animationFrame();
    expect(tokens[0]).toBe(tokens[1]);
    await press("Escape");
    await mountWithCleanup(NewAppeal, { props });
    expect("textarea:last").toHaveValue("");
    const asked = ["journal_one_more", "cc.interaction", 10, "Dark yard", false, "token"];
    expect.verifySteps([asked, asked, "dropped"]);
});
