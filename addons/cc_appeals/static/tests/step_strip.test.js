import { expect, test } from "@odoo/hoot";
import { click, edit, press, select, waitFor, waitForNone } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { contains, getService, makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { defineAppealModels, mountAppeal, serve } from "./cc_appeals_test_helpers";
import { loseConnection } from "./composer_test_helpers";

defineAppealModels();

test("closing asks for the method in place and sends it once with a token", async () => {
    serve("action_close", "closed");
    await mountAppeal(1);
    await click("[data-state=closed]");
    await animationFrame();
    expect("select[name=closing_method]").toBeFocused();
    await select("answered");
    await click("input[name=note]");
    await edit("By phone");
    await press("Enter");
    await waitForNone(".o_cc_step_strip");
    expect.verifySteps([["action_close", 1, "answered", "By phone", true]]);
    expect("[data-state=closed]").toHaveAttribute("aria-current", "step");
});

test("the proposed department stands there with its reason, confirmed by one key", async () => {
    serve("action_hand_over", "handed_over");
    await mountAppeal(3);
    await click("[data-state=handed_over]");
    await animationFrame();
    expect(".o_cc_step_strip input").toHaveValue("Water");
    expect(".o_cc_step_hint").toHaveText("from topic Hot water");
    expect(".o_cc_step_confirm").toBeFocused();
    await click(".o_cc_step_confirm");
    await animationFrame();
    expect.verifySteps([["action_hand_over", 3, 5, false, true]]);
});

test("waiting for an answer proposes a control day a week ahead", async () => {
    mockDate("2026-03-12 12:00:00", 0);
    serve("action_await_feedback", "feedback");
    await mountAppeal(2);
    await click("[data-state=feedback]");
    await animationFrame();
    expect("input[name=feedback_source]").toBeFocused();
    await edit("Contractor", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps([["action_await_feedback", 2, "Contractor", "2026-03-19", true]]);
});

test("rework keeps the department and asks in place what is missing", async () => {
    serve("action_rework", "handed_over");
    await mountAppeal(4);
    await click("[data-step=rework]");
    await animationFrame();
    expect(".o_cc_step_strip .o_record_selector input").toHaveValue("Roofs");
    expect("input[name=reason]").toBeFocused();
    expect("input[name=reason]").toHaveAttribute("placeholder", "What is missing in the answer");
    await edit("No date of the repair", { confirm: "enter" });
    await animationFrame();
    expect.verifySteps([["action_rework", 4, 6, "No date of the repair", true]]);
    expect("[data-state=handed_over]").toHaveAttribute("aria-current", "step");
});

test("a refusal stands in the strip; trying again carries the same token", async () => {
    const tokens = new Set();
    onRpc("cc.appeal", "action_close", ({ args }) => {
        tokens.add(args.at(-1));
        throw makeServerError({ message: "Fill in the method first" });
    });
    await mountAppeal(1);
    await click("[data-state=closed]");
    await animationFrame();
    await click(".o_cc_step_confirm");
    await animationFrame();
    expect(".o_cc_step_error").toHaveText("Fill in the method first");
    await click(".o_cc_step_confirm");
    await animationFrame();
    expect(tokens.size).toBe(1);
});

test("what was typed into a step is there again after F5, until it is dropped", async () => {
    await mountAppeal(4);
    await click("[data-step=rework]");
    await animationFrame();
    await click("input[name=reason]");
    await edit("No date of", { confirm: false });
    const words = getService("cc_words");
    expect(words.all("step:").map(({ value }) => value.reason)).toEqual(["No date of"]);
    // as an earlier page left it
    await click("[data-step=rework]");
    await animationFrame();
    await click("[data-step=rework]");
    await animationFrame();
    expect("input[name=reason]").toHaveValue("No date of");
    await press("Escape");
    await animationFrame();
    expect(words.all("step:")).toEqual([]);
});

test("a department chosen before F5 is chosen again", async () => {
    await mountAppeal(1);
    await click("[data-state=handed_over]");
    await animationFrame();
    await contains(".o_cc_step_strip .o_record_selector input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Roofs)").click();
    const words = getService("cc_words");
    expect(words.all("step:").map(({ value }) => value.department)).toEqual([6]);
    await click("[data-state=handed_over]");
    await animationFrame();
    await click("[data-state=handed_over]");
    await animationFrame();
    expect(".o_cc_step_strip .o_record_selector input").toHaveValue("Roofs");
});

test("without a connection a step waits in this browser and goes once", async () => {
    serve("action_close", "closed");
    const line = loseConnection("action_close");
    await mountAppeal(1);
    await click("[data-state=closed]");
    await animationFrame();
    await select("answered");
    await click(".o_cc_step_confirm");
    await waitFor(".o_cc_step_kept .fa-plug");
    expect(getService("cc_sender").waiting.length).toBe(1);
    line.isDown = false;
    await getService("cc_sender").now();
    await waitForNone(".o_cc_step_strip");
    expect.verifySteps([["action_close", 1, "answered", false, true]]);
    expect(line.asked[0]).toBe(line.asked[1]);
});
