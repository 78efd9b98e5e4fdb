import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WordsBanner } from "@cc_appeals/words/words_banner/words_banner";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { loseConnection } from "./composer_test_helpers";

defineAppealModels();

const CALL = { model: "cc.appeal", method: "action_take", args: [[1]] };

async function mountOffline() {
    onRpc("cc.appeal", "action_take", () => {
        expect.step("taken");
        return true;
    });
    const line = loseConnection("action_take");
    await mountWithCleanup(WordsBanner);
    const answer = getService("cc_sender").send(CALL, { label: "Take" });
    await waitFor(".o_cc_words_line");
    return { line, answer };
}

test("with a connection there is nothing to say", async () => {
    await mountWithCleanup(WordsBanner);
    expect(".o_cc_words_line").toHaveCount(0);
});

test("without one it counts what waits, and lists it", async () => {
    await mountOffline();
    expect(".o_cc_words_line span").toHaveText("No connection: kept here, goes by itself (1)");
    await click(".o_cc_words_list");
    await animationFrame();
    expect(".o_cc_words_entries li").toHaveCount(1);
    expect(".o_cc_words_entries").toHaveText(/Take/);
});

test("back again it goes, and the banner with it", async () => {
    const { line, answer } = await mountOffline();
    line.isDown = false;
    await click(".o_cc_words_now");
    await answer;
    await animationFrame();
    expect.verifySteps(["taken"]);
    expect(".o_cc_words_line").toHaveCount(0);
});

test("what the server refused after F5 is shown until it was read", async () => {
    await mountWithCleanup(WordsBanner);
    const sender = getService("cc_sender");
    await getService("cc_words").keep("post:9", { call: CALL, label: "Take" });
    sender.enqueue("post:9", { label: "Take", sentence: "It is closed." }, Date.now());
    await animationFrame();
    expect(".o_cc_words_refused").toHaveCount(1);
    await click(".o_cc_words_list");
    await animationFrame();
    expect(".o_cc_words_entries").toHaveText(/It is closed\./);
    await click(".o_cc_words_forget");
    await animationFrame();
    expect(".o_cc_words_line").toHaveCount(0);
});
