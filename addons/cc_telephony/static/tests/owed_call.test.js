import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { reactive } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    getService,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { ticker } from "@cc_appeals/presence/ticker";
import { OwedCall } from "@cc_telephony/journal/owed_call/owed_call";
import { registry } from "@web/core/registry";

defineMailModels();
beforeEach(() => {
    patchWithCleanup(ticker, { worker: () => null });
    onRpc("cc.pbx.live", "desk_call", () => false);
});

const ROW = {
    key: "cc.callback,4",
    model: "cc.callback",
    id: 4,
    tab: "missed",
    what: "Hot line",
    tries: 2,
    owner_id: false,
    owner: "",
};

async function mount(row = {}) {
    const journal = reactive({
        contact: { row: { ...ROW, ...row } },
        opened: { key: ROW.key, model: ROW.model, id: ROW.id },
        openedRow: undefined,
        loadContact: async () => expect.step("read anew"),
    });
    await mountWithCleanup(OwedCall, { props: { journal } });
    return journal;
}

test("it stands over a call-back and over nothing else", () => {
    const { condition } = registry.category("cc_journal_top").get("owed_call");
    expect(condition({ contact: { row: ROW } })).toBe(true);
    expect(condition({ contact: { row: { model: "cc.appeal" } } })).toBe(false);
    expect(condition({ contact: { row: false } })).toBe(false);
    expect(condition({ contact: null })).toBe(false);
});

test("the line, how often and who calls already", async () => {
    await mount({ owner_id: 99, owner: "Olga" });
    expect(".o_cc_owed_words").toHaveText(/Missed call\s*Hot line\s*Called 2 times\s*Olga calls/);
});

test("calling back is one press, and the card is read anew when a phone rings", async () => {
    let isRinging = false;
    mockService("cc_call", {
        call: async (id) => {
            expect.step(`call ${id}`);
            return isRinging;
        },
    });
    await mount();
    await contains(".o_cc_owed_back").click();
    expect.verifySteps(["call 4"]);
    isRinging = true;
    await contains(".o_cc_owed_back:enabled").click();
    expect.verifySteps(["call 4", "read anew"]);
});

test("settled without a call: the reason is asked in place, a refusal keeps it", async () => {
    let isRefused = true;
    onRpc("cc.callback", "action_done", ({ args }) => {
        expect.step(args);
        if (isRefused) {
            throw makeServerError({ message: "It is settled already." });
        }
        return true;
    });
    await mount();
    await contains("[data-step=callback_done]").click();
    await contains("input[name=reason]").edit("By mail", { confirm: false });
    await contains(".o_cc_step_confirm").click();
    expect(".o_cc_step_error").toHaveText("It is settled already.");
    isRefused = false;
    await contains(".o_cc_step_confirm:enabled").click();
    expect.verifySteps([[[4], "By mail"], [[4], "By mail"], "read anew"]);
    expect(".o_cc_step_strip").toHaveCount(0);
});

test("settled by now, or a call on the line: nothing is asked", async () => {
    const journal = await mount();
    expect(".o_cc_owed_call").toHaveCount(1);
    getService("cc_desk_call").call = { linkedid: "t-1", state: "ring" };
    await animationFrame();
    expect(".o_cc_owed_call").toHaveCount(0);
    getService("cc_desk_call").call = null;
    await animationFrame();
    expect(".o_cc_owed_call").toHaveCount(1);
    journal.openedRow = { key: ROW.key, gone: { why: "settled" } };
    await animationFrame();
    expect(".o_cc_owed_call").toHaveCount(0);
});
