import { expect, test } from "@odoo/hoot";
<<<<<<< HEAD
import { click, edit, press, queryAllTexts, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
=======
import { click, edit, fill, press, queryAllTexts, queryOne, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
>>>>>>> wip-cmp
import { mountComposer, serveReplies, write } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

<<<<<<< HEAD
=======
const WORDS = { subject: "Re: No water", channel_id: 1, recipient_id: 11, version: false };

>>>>>>> wip-cmp
test("a slash offers templates, keys choose, the words stand at the caret", async () => {
    serveReplies();
    await mountComposer();
    await write("Good morning!\n/");
    await waitFor(".o_cc_template");
    expect(queryAllTexts(".o_cc_template .text-truncate")).toEqual([
        "Hot water is back",
        "Handed over",
    ]);
    await press("ArrowDown");
    await animationFrame();
    expect(".o_cc_template_active").toHaveText(/^Handed over/);
    await press("ArrowDown");
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect(".o_cc_template_list").toHaveCount(0);
    expect(".o_cc_reply_text").toHaveValue("Good morning!\nThe water is back.");
    expect(".o_cc_reply_text").toBeFocused();
    expect(queryOne(".o_cc_reply_text").selectionStart).toBe(32);
    expect(".o_cc_reply_subject").toHaveValue("About the water");
<<<<<<< HEAD
    expect.verifySteps([["reply_template", 22]]);
=======
    await advanceTime(1000);
    const body = "Good morning!\nThe water is back.";
    expect.verifySteps([
        ["reply_template", 22],
        ["reply_save", { ...WORDS, subject: "About the water", body }],
    ]);
>>>>>>> wip-cmp
});

test("Esc closes the list, not the composer, and the slash stays a slash", async () => {
    serveReplies();
    await mountComposer();
    await write("/ha");
    await waitFor(".o_cc_template_list");
    expect(".o_cc_template").toHaveCount(1);
    await press("Escape");
    await animationFrame();
    expect(".o_cc_template_list").toHaveCount(0);
<<<<<<< HEAD
    await edit("/han", { confirm: false });
    await animationFrame();
    expect(".o_cc_template_list").toHaveCount(0);
    expect(".o_cc_reply_text").toHaveValue("/han");
=======
    await fill("n");
    await animationFrame();
    expect(".o_cc_template_list").toHaveCount(0);
    expect(".o_cc_reply_text").toHaveValue("/han");
    await advanceTime(1000);
    expect.verifySteps([["reply_save", { ...WORDS, body: "/han" }]]);
>>>>>>> wip-cmp
});

test("the button opens the list with a search of its own", async () => {
    serveReplies();
    await mountComposer({ isOpen: true });
    await click(".o_cc_reply_templates");
    await waitFor(".o_cc_template_search");
    expect(".o_cc_template_search").toBeFocused();
    await edit("handed", { confirm: false });
    await animationFrame();
    expect(".o_cc_template").toHaveCount(1);
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect(".o_cc_reply_text").toHaveValue("The water is back.");
<<<<<<< HEAD
    expect.verifySteps([["reply_template", 21]]);
=======
    await advanceTime(1000);
    expect.verifySteps([
        ["reply_template", 21],
        ["reply_save", { ...WORDS, subject: "About the water", body: "The water is back." }],
    ]);
>>>>>>> wip-cmp
});
