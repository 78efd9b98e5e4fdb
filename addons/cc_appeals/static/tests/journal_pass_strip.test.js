import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { PassStrip } from "@cc_appeals/journal/pass_strip/pass_strip";
import { contains, makeServerError, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineJournalModels, serveJournal } from "./journal_card_test_helpers";

defineJournalModels();

const props = {
    title: "Pass my work",
    verb: "Pass",
    send: async (...args) => expect.step(args),
    onDrop: () => expect.step("dropped"),
};

test("a colleague is chosen by name and load, and gets the work with a few words", async () => {
    serveJournal({ journal_colleagues: () => [{ id: 9, name: "Olga", count: 4 }] });
    await mountWithCleanup(PassStrip, { props: { ...props, keys: ["cc.appeal,1"] } });
    expect.verifySteps([["journal_colleagues", ["cc.appeal,1"]]]);
    expect(".o_cc_step_confirm").not.toBeEnabled();
    await contains(".o_select_menu_toggler").click();
    await contains(".o_select_menu_item:contains(Olga, has 4)").click();
    await contains("input[name=words]").edit("She knows them", { confirm: false });
    await click(".o_cc_step_confirm");
    await animationFrame();
    expect.verifySteps([[9, "She knows them"]]);
});

test("help goes to whoever is there: words alone; a refusal is said", async () => {
    const send = async (nobody, words) => {
        expect.step([nobody, words]);
        throw makeServerError({ message: "No senior works here." });
    };
    await mountWithCleanup(PassStrip, { props: { ...props, send } });
    expect("input[name=words]").toBeFocused();
    await edit("What do I tell him", { confirm: false });
    await press("Enter");
    await waitFor(".o_cc_step_error");
    expect.verifySteps([[false, "What do I tell him"]]);
    expect("input[name=words]").toHaveValue("What do I tell him");
    queryOne("input[name=words]").focus();
    await press("Escape");
    expect.verifySteps(["dropped"]);
});
