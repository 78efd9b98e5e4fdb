import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { makeRow, openScreen, serveQuarantine } from "./cc_ledger_test_helpers";

defineMailModels();

const selected = ".o_cc_quarantine_row[aria-selected=true]";
const count = (view) => `[data-view=${view}] .o_cc_quarantine_count`;
const outcome = (id, state, sentence) => ({ id, state, sentence, action: false });

function step(method, answer = true) {
    onRpc("cc.inbox.event", method, ({ args }) => {
        expect.step([method, ...args]);
        return typeof answer === "function" ? answer(...args) : answer;
    });
}

async function settle(milliseconds) {
    // what was asked before is answered, and only then the pause begins
    await animationFrame();
    await advanceTime(milliseconds);
    await animationFrame();
}

test("rows stand under their reason; j and k move, the row is beside", async () => {
    serveQuarantine();
    await openScreen("cc_quarantine");
    expect(queryAllTexts(".o_cc_quarantine_words")).toEqual([
        "Parts are nested too deep",
        "There is nothing in it",
    ]);
    expect(queryAllTexts(".o_cc_quarantine_number")).toEqual(["2", "1"]);
    expect(selected).toHaveAttribute("data-id", "1");
    await press("j");
    await press("j");
    await animationFrame();
    expect(selected).toHaveAttribute("data-id", "3");
    expect(".o_cc_quarantine_head h2").toHaveText("Letter 3");
    expect(".o_cc_quarantine_told").toHaveText(/^There is nothing in it/);
    await press("j");
    await press("k");
    await animationFrame();
    expect(selected).toHaveAttribute("data-id", "2");
});

test("nothing waits: the empty screen says so", async () => {
    serveQuarantine({ groups: [], counts: { waiting: 0, dismissed: 0 } });
    await openScreen("cc_quarantine");
    expect(".o_cc_quarantine_empty h2").toHaveText("Nothing waits here");
    expect(".o_cc_quarantine_panes").toHaveCount(0);
});

test("the source comes on a click only, and as text", async () => {
    serveQuarantine();
    const text = "Subject: x\n\n<img src=x onerror=alert(1)>";
    step("action_read_source", { text, size: 90000, is_cut: true });
    await openScreen("cc_quarantine");
    expect.verifySteps([]);
    await click(".o_cc_raw_show");
    await animationFrame();
    expect.verifySteps([["action_read_source", [1]]]);
    expect(".o_cc_raw_text").toHaveText(text);
    expect(".o_cc_raw_text img").toHaveCount(0);
    expect(".o_cc_raw_source header").toHaveText(/first 64 KB/);
    // another row's source is another look
    await press("j");
    await animationFrame();
    expect(".o_cc_raw_text").toHaveCount(0);
});

test("replay waits for the outcome, tells it and counts the row out", async () => {
    serveQuarantine();
    const found = ["waiting", "done"];
    step("action_replay");
    step("replay_outcomes", () => [
        { ...outcome(1, found.shift(), "Became appeal № 26-000123."), action_label: "Open it" },
    ]);
    await openScreen("cc_quarantine");
    await press("r");
    await animationFrame();
    expect(".o_cc_quarantine_replay").not.toBeEnabled();
    expect(`${selected} .o_cc_quarantine_under`).toHaveText("Replaying…");
    await settle(300);
    expect(".o_cc_quarantine_replay").toHaveText("Replaying…");
    await settle(500);
    expect(".o_cc_quarantine_told").toHaveText("Became appeal № 26-000123.");
    expect(".o_cc_quarantine_replay").toHaveCount(0);
    expect(count("waiting")).toHaveText("2");
    expect(".o_cc_quarantine_number:eq(0)").toHaveText("1");
    expect.verifySteps([
        ["action_replay", [1]],
        ["replay_outcomes", [1]],
        ["replay_outcomes", [1]],
    ]);
});

test("a row in quarantine again stays and says why", async () => {
    serveQuarantine();
    onRpc("cc.inbox.event", "action_replay", () => true);
    onRpc("cc.inbox.event", "replay_outcomes", () => [
        outcome(1, "again", "In quarantine again: it is too large."),
    ]);
    await openScreen("cc_quarantine");
    await click(".o_cc_quarantine_replay");
    await settle(300);
    expect(".o_cc_quarantine_told").toHaveText("In quarantine again: it is too large.");
    expect(".o_cc_quarantine_replay").toBeEnabled();
    expect(count("waiting")).toHaveText("3");
});

test("a dismissal needs a note and can be undone", async () => {
    serveQuarantine();
    step("action_dismiss");
    step("action_put_back");
    await openScreen("cc_quarantine");
    await press("d");
    await animationFrame();
    expect(".o_cc_quarantine_note").toBeFocused();
    await press("Enter");
    await animationFrame();
    expect(".o_cc_quarantine_error").toHaveCount(1);
    expect.verifySteps([]);
    await edit("a test of ours", { confirm: "enter" });
    await animationFrame();
    expect(".o_cc_quarantine_told").toHaveText("Taken off the list: a test of ours");
    expect(count("waiting")).toHaveText("2");
    expect(count("dismissed")).toHaveText("1");
    await click(".o_cc_quarantine_back");
    await animationFrame();
    expect(".o_cc_quarantine_replay").toHaveCount(1);
    expect(count("waiting")).toHaveText("3");
    expect.verifySteps([
        ["action_dismiss", [1], "a test of ours"],
        ["action_put_back", [1]],
    ]);
});

test("who took a row off the list stands beside the note", async () => {
    const row = makeRow(1, { dismissed_by: "Anna", dismissed_at: "2026-03-11 09:00:00" });
    serveQuarantine({ groups: [{ key: "a", text: "A", count: 1, domain: [], rows: [row] }] });
    await openScreen("cc_quarantine");
    expect(".o_cc_quarantine_facts dd:first").toHaveText(/^Anna, .*2026/);
});

test("a refusal stands beside the note, which is not lost", async () => {
    serveQuarantine();
    onRpc("cc.inbox.event", "action_dismiss", () => {
        throw makeServerError({ message: "Somebody was quicker" });
    });
    await openScreen("cc_quarantine");
    await click(".o_cc_quarantine_dismiss");
    await animationFrame();
    await edit("my note", { confirm: "enter" });
    await animationFrame();
    expect(".o_cc_quarantine_error").toHaveText("Somebody was quicker");
    expect(".o_cc_quarantine_note").toHaveValue("my note");
    await press("Escape");
    await animationFrame();
    expect(".o_cc_quarantine_note").toHaveCount(0);
});

test("a reason is replayed as a whole, in parts, with its counts", async () => {
    serveQuarantine();
    const ids = Array.from({ length: 60 }, (_, index) => index + 1);
    onRpc("cc.inbox.event", "search", () => ids);
    onRpc("cc.inbox.event", "action_replay", ({ args }) => {
        expect.step(args[0].length);
        return true;
    });
    onRpc("cc.inbox.event", "replay_outcomes", ({ args }) =>
        args[0].map((id) => outcome(id, id % 2 ? "done" : "again", "Told."))
    );
    await openScreen("cc_quarantine");
    expect(".o_cc_quarantine_bulk").toHaveCount(1);
    await click(".o_cc_quarantine_bulk");
    await settle(300);
    expect(".o_cc_quarantine_bulk_line:eq(0) [role=status]").toHaveText(
        "25 of 60 settled, 25 here again"
    );
    await settle(300);
    expect(".o_cc_quarantine_bulk_line:eq(0) [role=status]").toHaveText(
        "30 of 60 settled, 30 here again"
    );
    expect.verifySteps([50, 10]);
});

test("who may only look is offered no work", async () => {
    serveQuarantine({ can_work: false, can_read_source: false });
    step("action_replay");
    await openScreen("cc_quarantine");
    expect(".o_cc_quarantine_replay, .o_cc_quarantine_dismiss, .o_cc_raw_source").toHaveCount(0);
    await press("r");
    await press("d");
    await animationFrame();
    expect(".o_cc_quarantine_note").toHaveCount(0);
    expect.verifySteps([]);
});
