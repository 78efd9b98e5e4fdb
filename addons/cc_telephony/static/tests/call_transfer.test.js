import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { ticker } from "@cc_appeals/presence/ticker";
import { CallTransfer } from "@cc_telephony/journal/call_transfer/call_transfer";

defineMailModels();
beforeEach(() => patchWithCleanup(ticker, { worker: () => null }));

test("colleagues are offered with what they are; a press sends the caller on", async () => {
    onRpc("cc.pbx.live", "desk_colleagues", () => [
        { number: "102", name: "Boris", state: "available" },
        { number: "103", name: "Vera", state: "break" },
    ]);
    onRpc("cc.pbx.live", "desk_transfer", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mountWithCleanup(CallTransfer);
    getService("cc_desk_call").call = { linkedid: "t-1.1", state: "talk" };
    await contains(".o_cc_call_send").click();
    expect(".o_cc_call_colleague").toHaveCount(2);
    expect(".o_cc_call_colleague:eq(1)").toHaveText(/Vera\s*Break\s*103/);
    await contains(".o_cc_call_colleague:eq(0)").click();
    await animationFrame();
    expect.verifySteps([["t-1.1", "102"]]);
});

test("without colleagues it says so", async () => {
    onRpc("cc.pbx.live", "desk_colleagues", () => []);
    await mountWithCleanup(CallTransfer);
    await contains(".o_cc_call_send").click();
    expect(".o-dropdown--menu").toHaveText(/No colleague/);
});
