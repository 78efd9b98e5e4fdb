import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";
import { loseConnection, mountComposer, serveReplies, write } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

const WORDS = { subject: "Re: No water", body: "Tomorrow", channel_id: 1, recipient_id: 11 };

test("a lost answer is asked for again with the same words and token", async () => {
    serveReplies();
    const line = loseConnection("reply_send");
    await mountComposer();
    await write("Tomorrow");
    await click(".o_cc_reply_send");
    await waitFor(".o_cc_reply_error");
    expect(".o_cc_reply_error span").toHaveText(
        "Not sent yet: kept here, it goes by itself when the connection is back"
    );
    // nobody changes what may already be on its way
    expect(".o_cc_reply_text").toHaveAttribute("readonly");
    line.isDown = false;
    await advanceTime(5000);
    await waitFor(".o_cc_sent_bar");
    // how often it was tried before, a clock decides
    expect(line.asked.length).toBeGreaterThan(1);
    expect(new Set(line.asked).size).toBe(1);
    expect.verifySteps([["reply_send", { ...WORDS, version: false }, true]]);
});
