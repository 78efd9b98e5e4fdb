import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { partsOf, verdictOf } from "@cc_ledger/reconciliation/reconciliation_words";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { makeMockEnv, onRpc } from "@web/../tests/web_test_helpers";
import { openScreen } from "./cc_ledger_test_helpers";

defineMailModels();

const FIGURES = { processed: 5, ignored: 3, quarantined: 1, waiting: 1, ledger: 10, repeats: 0 };
const TOTALS = { ...FIGURES, source: 12 };
const day = (date, state, difference) => ({
    ...TOTALS,
    day: date,
    source: state === "silent" ? null : 12,
    state,
    difference,
});
const BOX = {
    id: 1,
    name: "Box",
    icon: "envelope",
    direction: "Line",
    days: [day("2026-03-12", "missing", 2), day("2026-03-11", "later", 1)],
    totals: TOTALS,
    missing: 2,
    is_silent: false,
};

// the server's last day: that of a direction, and the browser's own is one behind
const TODAY = "2026-03-12";

function serve(more = {}) {
    mockDate("2026-03-11 22:00:00", 0);
    onRpc("cc.inbox.reconciliation", "get_page", ({ kwargs }) => {
        const { cc_days, cc_day_to = TODAY } = kwargs.context;
        const first = new Date(cc_day_to);
        first.setUTCDate(first.getUTCDate() - cc_days + 1);
        const day_from = first.toISOString().slice(0, 10);
        expect.step([day_from, cc_day_to]);
        return {
            day_from,
            day_to: cc_day_to,
            today: TODAY,
            channels: [BOX, { ...BOX, id: 2, name: "Quiet box", days: [], missing: 0 }],
            totals: TOTALS,
            missing: 2,
            silent: 0,
            can_export: true,
            ...more,
        };
    });
}

test("the verdict is green only when all that was given is there", async () => {
    await makeMockEnv();
    const page = { missing: 0, silent: 0, totals: TOTALS };
    expect(verdictOf(page).state).toBe("ok");
    expect(verdictOf({ ...page, missing: 1 }).state).toBe("failing");
    expect(verdictOf({ ...page, totals: { ...TOTALS, waiting: 0 } }).state).toBe("failing");
    const empty = Object.fromEntries(Object.keys(TOTALS).map((key) => [key, 0]));
    expect(verdictOf({ ...page, totals: empty }).state).toBe("todo");
    // nobody says how many he gave: no claim that all of it came
    const silent = verdictOf({ missing: 0, silent: 1, totals: { ...TOTALS, source: null } });
    expect(silent.text).toBe("All that was written down is accounted for");
    expect(partsOf(TOTALS).map(({ share }) => share)).toEqual([50, 30, 10, 10]);
});

test("days stand under their channel, the difference with its sign", async () => {
    serve();
    await openScreen("cc_reconciliation");
    expect.verifySteps([["2026-02-27", "2026-03-12"]]);
    expect(".o_cc_reconciliation_verdict h2").toHaveText("Not in the ledger: 2");
    expect(".o_cc_reconciliation_day").toHaveCount(2);
    expect(".o_cc_reconciliation_day:eq(0) .o_cc_standing_missing").toHaveText("2");
    expect(".o_cc_reconciliation_day:eq(1) .o_cc_standing_later").toHaveText("1");
    expect(".o_cc_reconciliation_quiet").toHaveText("Nothing came: Quiet box");
    await click(".o_cc_reconciliation_channel th button");
    await animationFrame();
    expect(".o_cc_reconciliation_day").toHaveCount(0);
});

test("a source that says nothing shows a dash, not a zero", async () => {
    serve({ channels: [{ ...BOX, days: [day("2026-03-12", "silent", 0)] }] });
    await openScreen("cc_reconciliation");
    expect.verifySteps([["2026-02-27", "2026-03-12"]]);
    expect(".o_cc_reconciliation_day .o_cc_reconciliation_source").toHaveText("–");
    expect(".o_cc_reconciliation_day .o_cc_standing_silent").toHaveText("–");
});

test("days of which nobody knows anything are said in a sentence", async () => {
    serve({ channels: [{ ...BOX, days: [] }], missing: 0 });
    await openScreen("cc_reconciliation");
    expect.verifySteps([["2026-02-27", "2026-03-12"]]);
    expect(".o_cc_reconciliation_empty h2").toHaveText("Nothing came in these days");
    expect(".o_cc_reconciliation_verdict").toHaveCount(0);
});

test("a figure leads to its events, what was ignored to its rules first", async () => {
    serve();
    const asked = (name, answer) =>
        onRpc("cc.inbox.reconciliation", name, ({ args }) => {
            expect.step([name, ...args]);
            return answer;
        });
    asked("action_open_events", { type: "ir.actions.act_window_close" });
    asked("get_rules", [{ text: "Copy", count: 3, codes: ["copy"] }]);
    await openScreen("cc_reconciliation");
    await click(".o_cc_reconciliation_day:eq(0) [data-column=quarantined]");
    await animationFrame();
    await click(".o_cc_reconciliation_day:eq(0) [data-column=ignored]");
    await animationFrame();
    expect(queryAllTexts(".o_cc_reconciliation_rule")).toEqual(["Copy3"]);
    await click(".o_cc_reconciliation_rule");
    await animationFrame();
    const [from, to] = ["2026-03-12", "2026-03-12"];
    expect.verifySteps([
        ["2026-02-27", "2026-03-12"],
        ["action_open_events", 1, from, to, "quarantined", null],
        ["get_rules", 1, from, to],
        ["action_open_events", 1, from, to, "ignored", ["copy"]],
    ]);
});

test("the days are chosen by span and moved by it, never into the future", async () => {
    serve();
    await openScreen("cc_reconciliation");
    expect("[aria-label=Later]").not.toBeEnabled();
    await click("[data-span='7']");
    await animationFrame();
    await click("[aria-label=Earlier]");
    await animationFrame();
    expect("[aria-label=Later]").toBeEnabled();
    await click("[aria-label=Later]");
    await animationFrame();
    expect("[aria-label=Later]").not.toBeEnabled();
    expect.verifySteps([
        ["2026-02-27", "2026-03-12"],
        ["2026-03-06", "2026-03-12"],
        ["2026-02-27", "2026-03-05"],
        ["2026-03-06", "2026-03-12"],
    ]);
});
