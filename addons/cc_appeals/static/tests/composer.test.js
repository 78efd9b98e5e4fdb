import { expect, test } from "@odoo/hoot";
import { click, press, queryOne, waitFor, waitForNone } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { waitForChannels } from "@bus/../tests/bus_test_helpers";
import { makeServerError, MockServer } from "@web/../tests/web_test_helpers";
import { MAIL, mountComposer, serveReplies, SMS, write } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

const WORDS = {
    subject: "Re: No water",
    body: "Tomorrow",
    channel_id: 1,
    recipient_id: 11,
    version: false,
};

function tell(type, payload) {
    MockServer.env["bus.bus"]._sendone("cc.appeal_1", type, { appeal_id: 1, ...payload });
}

test("one quiet line opens by its key, folds by Esc and keeps the words", async () => {
    serveReplies();
    await mountComposer();
    expect(".o_cc_composer_verb").toHaveText("Answer by letter");
    expect(".o_cc_composer_open").toHaveText(/to a…@…/);
    await write("Tomorrow");
    await press("Escape");
    await waitFor(".o_cc_composer_open");
    expect(".o_cc_composer_open").toBeFocused();
    expect.verifySteps([["reply_save", WORDS]]);
    await waitFor(".o_cc_composer_draft .fa-check");
    await press("r");
    await waitFor(".o_cc_reply_text");
    expect(".o_cc_reply_text").toBeFocused();
    expect(".o_cc_reply_text").toHaveValue("Tomorrow");
});

test("the key opens nothing while somebody types elsewhere", async () => {
    serveReplies();
    await mountComposer();
    const input = document.createElement("input");
    queryOne(".o_cc_composer").append(input);
    input.focus();
    await press("r");
    await animationFrame();
    expect(".o_cc_reply_sheet").toHaveCount(0);
});

test("ctrl+enter sends once; the bar counts down by itself, on a PC an hour fast", async () => {
    mockDate("2026-03-12 10:05:00", 0);
    serveReplies();
    await mountComposer({ onSent: (id) => expect.step(["sent", id]) });
    await write("Tomorrow");
    await press(["ctrl", "Enter"]);
    await press(["ctrl", "Enter"]);
    await waitFor(".o_cc_sent_bar");
    expect.verifySteps([
        ["reply_send", WORDS, true],
        ["sent", 71],
    ]);
    expect(".o_cc_reply_sheet").toHaveCount(0);
    expect(".o_cc_sent_left").toHaveText("30");
    await advanceTime(3000);
    await animationFrame();
    expect(".o_cc_sent_left").toHaveText("27");
    await advanceTime(28000);
    await waitForNone(".o_cc_sent_bar");
    expect(".o_cc_composer_last").toHaveText("Is being sent");
    // nothing of what was sent is saved again
    expect.verifySteps([]);
});

test("taking back returns the words into the composer", async () => {
    serveReplies();
    await mountComposer({ onTakenBack: () => expect.step("taken back") });
    await write("Tomorrow");
    await click(".o_cc_reply_send");
    await waitFor(".o_cc_sent_bar");
    await press(["ctrl", "z"]);
    await waitFor(".o_cc_reply_text");
    expect(".o_cc_reply_text").toHaveValue("Good morning");
    expect(".o_cc_sent_bar").toHaveCount(0);
    expect.verifySteps([["reply_send", WORDS, true], ["reply_take_back", 71], "taken back"]);
});

test("nothing can be sent before something is written, and the reason stands there", async () => {
    serveReplies();
    await mountComposer({ isOpen: true });
    expect(".o_cc_reply_send").not.toBeEnabled();
    expect(".o_cc_reply_why").toHaveText("Nothing is written yet");
    await click(".o_cc_reply_text");
    await press(["ctrl", "Enter"]);
    expect.verifySteps([]);
});

test("a refused answer says why and the words stay", async () => {
    serveReplies(
        {},
        {
            reply_send: () => {
                throw makeServerError({
                    type: "UserError",
                    message: "The address is in the stop list.",
                });
            },
        }
    );
    await mountComposer();
    await write("Tomorrow");
    await click(".o_cc_reply_send");
    await waitFor(".o_cc_reply_error");
    expect(".o_cc_reply_error").toHaveText("The address is in the stop list.");
    expect(".o_cc_reply_text").toHaveValue("Tomorrow");
    expect(".o_cc_reply_send").toBeEnabled();
    await advanceTime(1000);
    expect.verifySteps([
        ["reply_send", WORDS, true],
        ["reply_save", WORDS],
    ]);
});

test("without a way to answer the line says why and does not open", async () => {
    serveReplies({ channels: [SMS], channel_id: false, recipient_id: false });
    await mountComposer();
    expect(".o_cc_composer_none").toHaveText("There is no gateway for SMS.");
    await press("r");
    await animationFrame();
    expect(".o_cc_reply_sheet").toHaveCount(0);
});

test("who else writes and what became of the last answer arrive by themselves", async () => {
    serveReplies({ channels: [MAIL] });
    await mountComposer({ onDelivery: (state) => expect.step(state) });
    await waitForChannels(["cc.appeal_1"]);
    tell("cc_appeal/writing", {
        writing: [{ user_id: 99, name: "Ivanov", since: "2026-03-12 09:00:00" }],
    });
    await waitFor(".o_cc_composer_writers");
    expect(".o_cc_composer_writers").toHaveText("Ivanov is answering");
    tell("cc_appeal/writing", { writing: [], appeal_id: 2 });
    tell("cc_appeal/delivery", { delivery_id: 71, state: "bounced" });
    await waitFor(".o_cc_composer_last");
    expect(".o_cc_composer_last").toHaveText("Returned");
    expect(".o_cc_composer_writers").toHaveCount(1);
    expect.verifySteps(["bounced"]);
});

test("what a department prepared is gone on with; who may not send is told so", async () => {
    serveReplies({
        may_send: false,
        drafts: [{ user_id: 8, name: "Petrova", saved_at: "2026-03-12 09:04:00" }],
    });
    await mountComposer();
    expect(".o_cc_composer_other").toHaveText(/^Petrova has a draft/);
    await click(".o_cc_composer_other button");
    await waitFor(".o_cc_reply_text");
    expect(".o_cc_reply_text").toHaveValue("Good morning");
    expect.verifySteps([["reply_take_over", 8]]);
});

test("without the right to send the words stay as a draft, and that is said", async () => {
    serveReplies({ may_send: false });
    await mountComposer({ isOpen: true });
    expect(".o_cc_reply_send").toHaveCount(0);
    expect(".o_cc_reply_why").toHaveText(/draft/);
});
