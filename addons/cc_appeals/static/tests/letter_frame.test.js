import { expect, test } from "@odoo/hoot";
import { click, press, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { ChronologyEntry } from "@cc_appeals/chronology/chronology_entry/chronology_entry";
import { LetterFrame } from "@cc_appeals/letter_frame/letter_frame";
import { makeEntry } from "./cc_chronology_test_helpers";

defineMailModels();

const MOMENT = "2026-03-16 09:00:00";
const FOREIGN = /cross-origin frame/;
const SHOWN = "sandbox='allow-popups allow-popups-to-escape-sandbox'";

/** The server, which says of a letter how many pictures of it lie on the internet. */
function serve(pictures, status = 200) {
    const headers =
        pictures === null ? {} : { "CC-Letter-Pictures": `${pictures}`, "CC-Letter-Lines": "3" };
    patchWithCleanup(browser, {
        fetch(address, options) {
            if (!`${address}`.startsWith("/cc/letter")) {
                return super.fetch(...arguments);
            }
            expect.step(`${options.method} ${address}`);
            return Promise.resolve(new Response("", { status, headers }));
        },
    });
}

/** @param frames how many the test shows: the runner tries to look into each, in vain */
async function mount(frames, pictures, status) {
    expect.errors(frames);
    serve(pictures, status);
    await mountWithCleanup(LetterFrame, { props: { contactId: 7 } });
    expect.verifySteps([]);
    await click(".o_cc_letter_open");
    await animationFrame();
    await animationFrame();
}

test("an entry offers the letter that it has, and asks nothing before", async () => {
    serve(0);
    for (const [id, letter] of [
        [1, false],
        [2, 2],
    ]) {
        const entry = { ...makeEntry(id, MOMENT, { letter }) };
        entry.at = luxon.DateTime.fromSQL(entry.moment);
        await mountWithCleanup(ChronologyEntry, {
            props: { entry, resModel: "cc.appeal", resId: 1 },
        });
    }
    expect("[data-key='cc.interaction,1'] .o_cc_letter").toHaveCount(0);
    expect("[data-key='cc.interaction,2'] .o_cc_letter_open").toHaveCount(1);
    expect("iframe").toHaveCount(0);
    expect.verifySteps([]);
});

test("a letter unfolds in a frame that may do nothing", async () => {
    await mount(1, 0);
    expect.verifySteps(["HEAD /cc/letter/7"]);
    expect(`.o_cc_letter iframe[${SHOWN}]`).toHaveAttribute("data-src", "/cc/letter/7");
    expect(".o_cc_letter iframe").toHaveAttribute("referrerpolicy", "no-referrer");
    expect(".o_cc_letter_open").toHaveAttribute("aria-expanded", "true");
    expect(".o_cc_letter_frame").toHaveAttribute("style", "--cc-letter-lines: 3");
    expect(".o_cc_letter_pictures").toHaveCount(0);
    await click(".o_cc_letter_fold");
    await animationFrame();
    expect(".o_cc_letter iframe").toHaveCount(0);
    expect(".o_cc_letter_open").toHaveAttribute("aria-expanded", "false");
    expect(".o_cc_letter_open").toBeFocused();
    expect.verifyErrors([FOREIGN]);
});

test("pictures from the internet come when they are asked for, this once", async () => {
    await mount(3, 2);
    const frame = queryFirst(".o_cc_letter iframe");
    await click(".o_cc_letter_pictures");
    await animationFrame();
    expect(`.o_cc_letter iframe[${SHOWN}]`).toHaveAttribute("data-src", "/cc/letter/7?images=1");
    // a frame of its own: the one before kept no place in the browser's history
    expect(queryFirst(".o_cc_letter iframe")).not.toBe(frame);
    expect(".o_cc_letter_pictures").toHaveCount(0);
    await click(".o_cc_letter_open");
    await animationFrame();
    await click(".o_cc_letter_open");
    await animationFrame();
    await animationFrame();
    expect(".o_cc_letter iframe").toHaveAttribute("data-src", "/cc/letter/7");
    expect.verifySteps(["HEAD /cc/letter/7", "HEAD /cc/letter/7"]);
    expect.verifyErrors([FOREIGN, FOREIGN, FOREIGN]);
});

test("Escape on the bar folds the letter and nothing else", async () => {
    await mount(1, 1);
    expect.verifySteps(["HEAD /cc/letter/7"]);
    document.addEventListener("keydown", () => expect.step("elsewhere"), { once: true });
    queryFirst(".o_cc_letter_pictures").focus();
    await press("Escape");
    await animationFrame();
    expect(".o_cc_letter_shown").toHaveCount(0);
    expect(".o_cc_letter_open").toBeFocused();
    expect.verifySteps([]);
    await press("Escape");
    expect.verifySteps(["elsewhere"]);
    expect.verifyErrors([FOREIGN]);
});

for (const [what, pictures, status] of [
    ["is not there", null, 404],
    ["asks for a login", null, 200],
]) {
    test(`a letter that ${what} is told of in a sentence`, async () => {
        await mount(0, pictures, status);
        expect.verifySteps(["HEAD /cc/letter/7"]);
        expect(".o_cc_letter iframe").toHaveCount(0);
        expect(".o_cc_letter_fault").toHaveCount(1);
        expect(".o_cc_letter_shown").toHaveAttribute("aria-busy", "false");
    });
}
