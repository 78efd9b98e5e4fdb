import { beforeEach, expect, test } from "@odoo/hoot";
import { click, edit, press, waitFor, waitForNone } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { mountComposer, serveReplies } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

const BODY = "Handed over: . Wait for it.";
const FILLED = {
    subject: "",
    body: BODY,
    empty: [{ label: "department", around: "nded over: . Wait for " }],
};

beforeEach(() => serveReplies({}, { reply_template: () => FILLED }));

async function insertTemplate() {
    await mountComposer({ isOpen: true });
    await click(".o_cc_reply_text");
    await edit("/", { confirm: false });
    await waitFor(".o_cc_template");
    await press("Enter");
    await waitFor(".o_cc_reply_empty");
    expect.verifySteps([["reply_template", 22]]);
}

test("a place the template left empty is named, and asked once before it is sent", async () => {
    await insertTemplate();
    expect(".o_cc_reply_empty").toHaveText(/left a place empty: department/);
    expect(".o_cc_reply_send").toHaveText(/^Send\s*Ctrl/);
    await press(["ctrl", "Enter"]);
    await animationFrame();
    expect(".o_cc_reply_empty").toHaveAttribute("role", "alert");
    expect(".o_cc_reply_send").toHaveText(/^Send all the same/);
    expect(".o_dialog").toHaveCount(0);
    expect.verifySteps([]);
    await press(["ctrl", "Enter"]);
    await waitFor(".o_cc_sent_bar");
    const words = { subject: "Re: No water", body: BODY, channel_id: 1, recipient_id: 11 };
    expect.verifySteps([["reply_send", { ...words, version: false }, true]]);
});

test("once something is written there, nothing is asked", async () => {
    await insertTemplate();
    await press(["ctrl", "Enter"]);
    await edit("Handed over: Water works. Wait for it.", { confirm: false });
    await waitForNone(".o_cc_reply_empty");
    expect(".o_cc_reply_send").toHaveText(/^Send\s*Ctrl/);
    await press(["ctrl", "Enter"]);
    await waitFor(".o_cc_sent_bar");
    const body = "Handed over: Water works. Wait for it.";
    const words = { subject: "Re: No water", body, channel_id: 1, recipient_id: 11 };
    expect.verifySteps([["reply_send", { ...words, version: false }, true]]);
});

test("words written elsewhere leave the question, and it is asked anew", async () => {
    await insertTemplate();
    await press(["ctrl", "Enter"]);
    await edit(`${BODY} Good bye.`, { confirm: false });
    await animationFrame();
    expect(".o_cc_reply_empty").toHaveAttribute("role", "status");
    await press(["ctrl", "Enter"]);
    await animationFrame();
    expect(".o_cc_reply_empty").toHaveAttribute("role", "alert");
    expect(".o_cc_sent_bar").toHaveCount(0);
    await advanceTime(1000);
    const words = { subject: "Re: No water", body: `${BODY} Good bye.`, version: false };
    expect.verifySteps([["reply_save", { ...words, channel_id: 1, recipient_id: 11 }]]);
});
