import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { click, edit, press, queryAllTexts } from "@odoo/hoot-dom";
import {
    contains,
    makeServerError,
    MockServer,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { CALLBACK_LIST, defineCallbackModels } from "./cc_callback_test_helpers";

defineCallbackModels();

const mountList = () => mountView({ type: "list", resModel: "cc.callback", arch: CALLBACK_LIST });

test("who is nobody's may be taken, who is mine may not, who is settled offers nothing", async () => {
    onRpc("cc.callback", "action_take", ({ args }) => {
        expect.step(args[0]);
        MockServer.env["cc.callback"].write(args[0], { is_mine: true });
        return true;
    });
    await mountList();
    expect(".o_cc_callback_take").toHaveCount(1);
    expect(".o_data_row:eq(2) .o_cc_callback_steps").toHaveCount(0);
    await contains(".o_cc_callback_take").click();
    expect.verifySteps([[1]]);
    expect(".o_cc_callback_take").toHaveCount(0);
});

test("the reason is asked under the row, and what is settled leaves the list", async () => {
    onRpc("cc.callback", "action_done", ({ args }) => {
        expect.step([args[0], args[1]]);
        MockServer.env["cc.callback"].write(args[0], { is_open: false, state: "done" });
        return true;
    });
    await mountView({
        type: "list",
        resModel: "cc.callback",
        arch: CALLBACK_LIST,
        domain: [["state", "=", "open"]],
    });
    await contains(".o_data_row:first [data-step=callback_done]").click();
    expect(".o_data_row:first + .o_cc_unfolded .o_cc_step_strip").toHaveCount(1);
    expect("input[name=reason]").toBeFocused();
    await edit("Wrote to them");
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([[[1], "Wrote to them"]]);
    expect(".o_cc_unfolded").toHaveCount(0);
    expect(".o_data_row").toHaveCount(1);
});

test("a refusal stays in the strip; the same button or Escape folds it", async () => {
    onRpc("cc.callback", "action_give_up", () => {
        throw makeServerError({ message: "Say in a few words why." });
    });
    await mountList();
    await contains(".o_data_row:first [data-step=callback_give_up]").click();
    await press("Enter");
    await animationFrame();
    expect(".o_cc_step_error").toHaveText("Say in a few words why.");
    await press("Escape");
    await animationFrame();
    expect(".o_cc_unfolded").toHaveCount(0);
    await contains(".o_data_row:first [data-step=callback_give_up]").click();
    expect(".o_cc_unfolded").toHaveCount(1);
    expect("[data-step=callback_give_up][aria-expanded=true]").toHaveCount(1);
    await contains(".o_data_row:first [data-step=callback_give_up]").click();
    expect(".o_cc_unfolded").toHaveCount(0);
});

test("call: which phone rings is said, and a refusal of the PBX too", async () => {
    onRpc("cc.callback", "action_call", ({ args }) => {
        expect.step(args[0]);
        return { command: 7, phone: "101" };
    });
    const told = [
        { state: "given", sentence: "" },
        { state: "refused", sentence: "The PBX did not call." },
    ];
    onRpc("cc.callback", "call_state", ({ args }) => {
        expect.step(`command ${args[0]}`);
        return told.shift();
    });
    await mountList();
    await contains(".o_data_row:first .o_cc_callback_call").click();
    expect.verifySteps([[1]]);
    expect(queryAllTexts(".o_notification_content")[0]).toMatch(/101/);
    for (let look = 0; look < 3; look++) {
        await advanceTime(2000);
        await animationFrame();
    }
    expect.verifySteps(["command 7", "command 7"]);
    expect(".o_notification_bar.bg-danger").toHaveCount(1);
});

test("why no call can be placed is a sentence, no dialog", async () => {
    onRpc("cc.callback", "action_call", () => {
        throw makeServerError({ message: "You have no phone here." });
    });
    await mountList();
    await contains(".o_data_row:first .o_cc_callback_call").click();
    expect(queryAllTexts(".o_notification_content")).toEqual(["You have no phone here."]);
    expect(".o_dialog").toHaveCount(0);
    expect(".o_data_row:eq(1) .o_cc_callback_call").not.toBeEnabled();
});

test("in a form the words stand beside the signs, and the strip under them", async () => {
    await mountView({
        type: "form",
        resModel: "cc.callback",
        resId: 1,
        arch: `<form edit="0"><field name="is_mine" widget="cc_callback_steps"/></form>`,
    });
    expect(".o_cc_callback_step span").toHaveCount(2);
    await click("[data-step=callback_done]");
    await animationFrame();
    expect(".o_cc_callback_steps + .o_cc_step_strip").toHaveCount(1);
});
