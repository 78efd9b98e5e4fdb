import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { ConnectionLostError } from "@web/core/network/rpc";
import { onRpc } from "@web/../tests/web_test_helpers";
import { mountComposer, serveReplies, write } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

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
    await mountComposer();
    await write("Tomorrow");
    await click(".o_cc_reply_send");
    await waitFor(".o_cc_reply_error");
    expect(".o_cc_reply_error").toHaveText("Not sent yet, trying again: no connection");
    // nobody changes what may already be on its way
    expect(".o_cc_reply_text").toHaveAttribute("readonly");
    await advanceTime(5000);
    await animationFrame();
    await waitFor(".o_cc_sent_bar");
    expect(asked.length).toBe(2);
    expect(asked[0]).toBe(asked[1]);
});
