import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { rpc } from "@web/core/network/rpc";
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

test("a session that ended opens no window over what is typed", async () => {
    expect.errors(1);
    let isOver = true;
    onRpc("/web/session/check", () => {
        if (isOver) {
            throw makeServerError({ errorName: "odoo.http.SessionExpiredException" });
        }
        return null;
    });
    await mountWithCleanup(WordsBanner);
    // of some other part of the page, that hears no answer
    rpc("/web/session/check");
    await waitFor(".o_cc_words_line");
    expect(".modal").toHaveCount(0);
    expect.verifyErrors(["Odoo Server Error"]);
    expect(".o_cc_words_line span").toHaveText(/^You are logged out: log in in another tab/);
    expect(".o_cc_words_log_in").toHaveAttribute("target", "_blank");
    await click(".o_cc_words_now");
    await animationFrame();
    expect(".o_cc_words_line").toHaveCount(1);
    isOver = false;
    await click(".o_cc_words_now");
    await animationFrame();
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
