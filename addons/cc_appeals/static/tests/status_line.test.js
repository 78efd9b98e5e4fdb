import { expect, test } from "@odoo/hoot";
import { click, press, queryAllTexts, select } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, onRpc } from "@web/../tests/web_test_helpers";
import { defineAppealModels, mountAppeal, serve } from "./cc_appeals_test_helpers";

defineAppealModels();

test("passed, current, next and forbidden steps look and tell what they are", async () => {
    await mountAppeal(2);
    expect(queryAllTexts(".o_cc_status_step")).toEqual([
        "Registered",
        "Handed over",
        "Feedback",
        "Closed",
    ]);
    expect("[data-state=registered] .fa-check").toHaveCount(1);
    expect("[data-state=handed_over]").toHaveAttribute("aria-current", "step");
    expect("[data-state=feedback]").toHaveClass("o_cc_status_allowed");
    expect("[data-state=closed]").toHaveAttribute("aria-disabled", "true");
    expect("[data-state=closed]").toHaveAttribute(
        "title",
        "From “Handed over” this step is not possible, or not with your role"
    );
    await click("[data-state=closed]");
    await animationFrame();
    expect(".o_cc_step_strip").toHaveCount(0);
});

test("what was typed in the form is saved before the step", async () => {
    onRpc("cc.appeal", "web_save", ({ args }) => expect.step(args[1]));
    serve("action_close", "closed");
    await mountAppeal(1);
    await contains(".o_field_widget[name=name] input").edit("No water at all");
    await click("[data-state=closed]");
    await animationFrame();
    await select("spam");
    await click(".o_cc_step_confirm");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([{ name: "No water at all" }, ["action_close", 1, "spam", false, true]]);
});

test("escape drops the step and nothing is sent", async () => {
    onRpc("cc.appeal", "action_take_back", () => expect.step("never"));
    await mountAppeal(2);
    await click("[data-step=take_back]");
    await animationFrame();
    expect("input[name=reason]").toBeFocused();
    await press("Escape");
    await animationFrame();
    expect(".o_cc_step_strip").toHaveCount(0);
    expect.verifySteps([]);
});
