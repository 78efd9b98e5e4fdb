import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { serveReplies, write } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

async function mountForm() {
    serveReplies();
    onRpc("cc.appeal", "web_read", () => {
        expect.step("read");
    });
    await mountView({
        type: "form",
        resModel: "cc.appeal",
        resId: 1,
        arch: `<form><field name="name"/><widget name="cc_composer"/></form>`,
    });
    await waitFor(".o_cc_composer_open");
}

async function send() {
    await write("Tomorrow");
    await click(".o_cc_reply_send");
    await waitFor(".o_cc_sent_bar");
    await animationFrame();
}

test("after sending a form nobody edits is read again", async () => {
    await mountForm();
    await send();
    const words = { subject: "Re: No water", body: "Tomorrow", channel_id: 1, recipient_id: 11 };
    expect.verifySteps(["read", ["reply_send", { ...words, version: false }, true], "read"]);
});

test("what is being typed in the form is not touched", async () => {
    await mountForm();
    await contains(".o_field_widget[name=name] input").edit("Being typed", { confirm: false });
    document.activeElement.blur();
    await send();
    expect(".o_field_widget[name=name] input").toHaveValue("Being typed");
    const words = { subject: "Re: No water", body: "Tomorrow", channel_id: 1, recipient_id: 11 };
    expect.verifySteps(["read", ["reply_send", { ...words, version: false }, true]]);
});
