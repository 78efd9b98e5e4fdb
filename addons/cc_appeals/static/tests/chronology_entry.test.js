import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { mockService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { ChronologyEntry } from "@cc_appeals/chronology/chronology_entry/chronology_entry";
import { makeEntry, makeStep } from "./cc_chronology_test_helpers";

defineMailModels();

const MOMENT = "2026-03-16 09:00:00";
const XSS = "<img src=x onerror=alert(1)><b>bold</b>";

async function mount(entry, props = {}) {
    const at = luxon.DateTime.fromSQL(entry.moment);
    await mountWithCleanup(ChronologyEntry, {
        props: { entry: { ...entry, at }, resModel: "cc.appeal", resId: 1, ...props },
    });
}

test("words are text, whatever they look like", async () => {
    const file = { id: 3, name: XSS, size: 10, mimetype: "text/html" };
    await mount(
        makeEntry(1, MOMENT, { title: XSS, text: XSS, quote: XSS, who: XSS, files: [file] })
    );
    await click(".o_cc_entry_quote_fold");
    await animationFrame();
    expect(".o_cc_entry img, .o_cc_entry b").toHaveCount(0);
    for (const place of ["title", "text", "quote", "who"]) {
        expect(queryText(`.o_cc_entry_${place}`)).toBe(XSS);
    }
});

test("a long text is folded at a word, and a quote is folded whole", async () => {
    await mount(makeEntry(1, MOMENT, { text: "water ".repeat(400), quote: "> earlier" }));
    expect(queryText(".o_cc_entry_text")).toMatch(/water …$/);
    expect(".o_cc_entry_quote").toHaveCount(0);
    await click(".o_cc_entry_more");
    await animationFrame();
    expect(queryText(".o_cc_entry_text").length).toBeGreaterThan(2300);
    expect(".o_cc_entry_more").toHaveAttribute("aria-expanded", "true");
});

test("a short text needs no button", async () => {
    await mount(makeEntry(1, MOMENT, { text: "No water.\nAt all." }));
    expect(".o_cc_entry_more").toHaveCount(0);
});

test("files a browser only draws open beside, others are saved", async () => {
    const files = [
        { id: 3, name: "tap.jpg", size: 1258291, mimetype: "image/jpeg" },
        { id: 4, name: "evil.html", size: 340 * 1024, mimetype: "text/html" },
        { id: 5, name: "evil.svg", size: 12, mimetype: "image/svg+xml" },
    ];
    await mount(makeEntry(1, MOMENT, { files }));
    expect(".o_cc_entry_file:eq(0)").toHaveAttribute("href", "/web/content/3");
    expect(".o_cc_entry_file:eq(0)").toHaveAttribute("target", "_blank");
    expect(".o_cc_entry_file:eq(1)").toHaveAttribute("href", "/web/content/4?download=true");
    expect(".o_cc_entry_file:eq(2)").toHaveAttribute("href", "/web/content/5?download=true");
    expect(".o_cc_entry_file:eq(1)").not.toHaveAttribute("target");
    expect(queryAllTexts(".o_cc_entry_file .o_cc_quiet")).toEqual(["1.2 MB", "340 KB", "12 bytes"]);
});

test("a step says from where to where, and names its appeal among others", async () => {
    await mount(makeStep(1, MOMENT), { resModel: "res.partner", resId: 9 });
    expect(queryAllTexts(".o_cc_chip")).toEqual(["Registered", "Handed over"]);
    expect(".o_cc_entry_where").toHaveText("Water");
    expect(".o_cc_entry_appeal").toHaveText("№ 26-000123");
});

test("on the appeal's own form its number is not repeated", async () => {
    await mount(makeStep(1, MOMENT));
    expect(".o_cc_entry_appeal").toHaveCount(0);
});

test("a step that moves nothing is told in words", async () => {
    await mount(makeStep(1, MOMENT, { from: false, verb: "Assigned", where: "Petrova" }));
    expect(".o_cc_chip").toHaveCount(0);
    expect(queryAllTexts(".o_cc_entry_step > *")).toEqual(["Assigned", "Petrova", "Ivanov"]);
});

test("what came back says why", async () => {
    const state = {
        code: "bounced",
        label: "Returned",
        sign: "exclamation-triangle",
        why: "No such address",
    };
    await mount(makeEntry(1, MOMENT, { direction: "out", state }));
    expect(".o_cc_entry").toHaveClass("o_cc_entry_out");
    expect(".o_cc_entry_state").toHaveClass("o_cc_went_wrong");
    expect(".o_cc_entry_why").toHaveText("No such address");
});

test("who took an answer back is told quietly, and not twice", async () => {
    const state = { code: "taken_back", label: "Answer taken back", sign: "undo", why: "Petrova" };
    await mount(makeEntry(1, MOMENT, { direction: "out", who: "Ivanov", state }));
    expect(".o_cc_entry_why").toHaveClass("o_cc_quiet");
    expect(".o_cc_entry_why").not.toHaveClass("o_cc_went_wrong");
    await mount(makeEntry(2, MOMENT, { direction: "out", who: "Petrova", state }));
    expect("[data-key='cc.interaction,2'] .o_cc_entry_why").toHaveCount(0);
});

test("a title opens the contact", async () => {
    mockService("action", {
        doAction: ({ res_model, res_id }) => expect.step([res_model, res_id]),
    });
    await mount(makeEntry(12, MOMENT));
    await click(".o_cc_entry_title");
    expect.verifySteps([["cc.interaction", 12]]);
});
