import { expect, test } from "@odoo/hoot";
import { click, edit, fill, press, queryAllTexts, queryOne, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { mountComposer, serveReplies, write } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

const WORDS = { subject: "Re: No water", channel_id: 1, recipient_id: 11, version: false };

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
    await advanceTime(1000);
    const body = "Good morning!\nThe water is back.";
    expect.verifySteps([
        ["reply_template", 22],
        ["reply_save", { ...WORDS, subject: "About the water", body }],
    ]);
});

test("who types on while the words come goes on behind his own", async () => {
    const come = new Deferred();
    const words = { subject: "", body: "The water is back.", empty: [] };
    serveReplies({}, { reply_template: () => come.then(() => words) });
    await mountComposer();
    await write("/");
    await waitFor(".o_cc_template");
    await press("Enter");
    await animationFrame();
    await fill(" So");
    come.resolve();
    await animationFrame();
    await animationFrame();
    await fill("rry");
    const body = "The water is back. Sorry";
    expect(".o_cc_reply_text").toHaveValue(body);
    await advanceTime(1000);
    expect.verifySteps([
        ["reply_template", 22],
        ["reply_save", { ...WORDS, body }],
    ]);
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
    await fill("n");
    await animationFrame();
    expect(".o_cc_template_list").toHaveCount(0);
    expect(".o_cc_reply_text").toHaveValue("/han");
    await advanceTime(1000);
    expect.verifySteps([["reply_save", { ...WORDS, body: "/han" }]]);
});

test("the button opens the list with a search of its own", async () => {
    serveReplies();
    await mountComposer({ isOpen: true });
    await click(".o_cc_reply_templates");
    await waitFor(".o_cc_template_search");
    await press("Escape");
    await animationFrame();
    expect(".o_cc_template_list").toHaveCount(0);
    expect(".o_cc_reply_text").toBeFocused();
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
    await advanceTime(1000);
    expect.verifySteps([
        ["reply_template", 21],
        ["reply_save", { ...WORDS, subject: "About the water", body: "The water is back." }],
    ]);
});
