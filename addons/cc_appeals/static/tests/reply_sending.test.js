import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
<<<<<<< HEAD
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { ConnectionLostError } from "@web/core/network/rpc";
import { onRpc } from "@web/../tests/web_test_helpers";
import { mountComposer, serveReplies, write } from "./composer_test_helpers";
=======
import { advanceTime } from "@odoo/hoot-mock";
import { loseConnection, mountComposer, serveReplies, write } from "./composer_test_helpers";
>>>>>>> wip-cmp
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

<<<<<<< HEAD
test("a lost answer is asked for again with the same words and token", async () => {
    const asked = [];
    serveReplies();
    onRpc("cc.appeal", "reply_send", ({ args }) => {
        asked.push(JSON.stringify(args));
        if (asked.length === 1) {
            throw new ConnectionLostError("/web");
        }
        return { delivery_id: 71, undo_left: 30 };
    });
=======
const WORDS = { subject: "Re: No water", body: "Tomorrow", channel_id: 1, recipient_id: 11 };

test("a lost answer is asked for again with the same words and token", async () => {
    serveReplies();
    const line = loseConnection("reply_send");
>>>>>>> wip-cmp
    await mountComposer();
    await write("Tomorrow");
    await click(".o_cc_reply_send");
    await waitFor(".o_cc_reply_error");
    expect(".o_cc_reply_error").toHaveText("Not sent yet, trying again: no connection");
    // nobody changes what may already be on its way
    expect(".o_cc_reply_text").toHaveAttribute("readonly");
<<<<<<< HEAD
    await advanceTime(5000);
    await animationFrame();
    await waitFor(".o_cc_sent_bar");
    expect(asked.length).toBe(2);
    expect(asked[0]).toBe(asked[1]);
=======
    line.isDown = false;
    await advanceTime(5000);
    await waitFor(".o_cc_sent_bar");
    expect(line.asked.length).toBe(2);
    expect(line.asked[0]).toBe(line.asked[1]);
    expect.verifySteps([["reply_send", { ...WORDS, version: false }, true]]);
>>>>>>> wip-cmp
});
