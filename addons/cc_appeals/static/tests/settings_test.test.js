import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Box extends models.Model {
    _name = "cc.mailbox";
    host = fields.Char({ required: true });
    last_error = fields.Char();
    _records = [{ id: 1, host: "imap.example.org", last_error: "Refused" }];
}

defineMailModels();
defineModels([Box]);

const ARCH = `
    <form>
        <field name="host"/>
        <field name="last_error" readonly="1"/>
        <widget name="cc_settings_test"/>
    </form>`;
const TEST = ".o_cc_settings_test button";

test("what stands in the form is tried and not saved", async () => {
    const answer = new Deferred();
    onRpc("cc.mailbox", "action_test_values", ({ args }) => {
        expect.step(args);
        return answer;
    });
    onRpc("cc.mailbox", "web_save", () => expect.step("saved"));
    await mountView({ type: "form", resModel: "cc.mailbox", arch: ARCH });
    await click(TEST);
    await animationFrame();
    expect.verifySteps([]);
    await contains("[name=host] input").edit("mail.example.org");
    await click(TEST);
    await animationFrame();
    expect(TEST).not.toBeEnabled();
    answer.resolve({ state: "failing", sentence: "Nobody answers there." });
    await animationFrame();
    expect.verifySteps([[[], { host: "mail.example.org" }]]);
    expect(queryAllTexts(".o_cc_settings_failing")).toEqual(["Nobody answers there."]);
    // an answer does not outlive the settings it is about
    await contains("[name=host] input").edit("imap.example.org");
    await animationFrame();
    await animationFrame();
    expect(".o_cc_settings_answer").toHaveCount(0);
});

test("what was wrong is gone after a green test", async () => {
    onRpc("cc.mailbox", "action_test_values", ({ args }) => {
        expect(args).toEqual([[1], {}]);
        return { state: "ok", sentence: "Connected." };
    });
    let reads = 0;
    onRpc("cc.mailbox", "web_read", () => {
        reads++;
    });
    await mountView({ type: "form", resModel: "cc.mailbox", resId: 1, arch: ARCH });
    expect(reads).toBe(1);
    await click(TEST);
    await animationFrame();
    await animationFrame();
    expect(reads).toBe(2);
    expect(".o_cc_settings_ok").toHaveText("Connected.");
});
