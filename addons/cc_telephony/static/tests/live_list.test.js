import { beforeEach, expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    getService,
    makeServerError,
    MockServer,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { GATHER_MS, SLOW_MS, WATCH_MS } from "@cc_telephony/live/live_list";

class Live extends models.Model {
    _name = "cc.pbx.live";
    number_masked = fields.Char();
    _records = [{ id: 1, number_masked: "+7 916 ***-**-67" }];
}

defineMailModels();
defineModels([Live]);

const NOW = {
    directions: [7],
    calls: { queued: 2, talking: 1, held: 1 },
    waiting_since: "2026-11-22 10:00:00",
    phones: [
        { id: 1, number: "101", name: "Anna", state: "free", is_paused: true, is_in_queue: true },
        {
            id: 2,
            number: "102",
            name: "Ivan",
            state: "talking",
            is_paused: false,
            is_in_queue: false,
        },
    ],
    can_pause: true,
    quiet: [],
};
let now, tell, socket;

beforeEach(() => {
    now = NOW;
    tell = {};
    socket = [];
    mockService("bus_service", {
        workerState: "CONNECTED",
        addChannel: (name) => expect.step(`listen ${name}`),
        deleteChannel: () => {},
        subscribe: (type, handle) => (tell[type] = handle),
        unsubscribe: () => {},
        addEventListener: (type, handle) =>
            type === "BUS:WORKER_STATE_UPDATED" && socket.push(handle),
        removeEventListener: () => {},
        start: () => {},
    });
    onRpc("cc.pbx.live", "get_now", () => now);
});

const open = () =>
    mountView({
        type: "list",
        resModel: "cc.pbx.live",
        arch: `<list js_class="cc_call_live"><field name="number_masked"/></list>`,
    });
const begin = () => MockServer.env["cc.pbx.live"].create({ number_masked: "+7 903 ***-**-18" });

test("calls that began appear when the server says so, not by asking", async () => {
    await open();
    expect.verifySteps(["listen cc.pbx.live_7"]);
    begin();
    await advanceTime(SLOW_MS);
    expect(".o_data_row").toHaveCount(1);
    tell["cc_telephony/live"]();
    tell["cc_telephony/live"]();
    await advanceTime(GATHER_MS);
    await animationFrame();
    expect(".o_data_row").toHaveCount(2);
});

test("without the socket it asks slowly and says from when it is", async () => {
    await open();
    expect.verifySteps(["listen cc.pbx.live_7"]);
    expect(".o_cc_live_stale").toHaveCount(0);
    const service = getService("bus_service");
    service.workerState = "DISCONNECTED";
    socket.forEach((handle) => handle({ detail: service.workerState }));
    await animationFrame();
    expect(".o_cc_live_stale").toHaveCount(1);
    begin();
    await advanceTime(SLOW_MS);
    await animationFrame();
    expect(".o_data_row").toHaveCount(2);
    service.workerState = "CONNECTED";
    socket.forEach((handle) => handle({ detail: service.workerState }));
    await advanceTime(GATHER_MS);
    await animationFrame();
    expect(".o_cc_live_stale").toHaveCount(0);
});

test("a server that does not answer makes it stale, a PBX that is silent as well", async () => {
    await open();
    expect.verifySteps(["listen cc.pbx.live_7"]);
    now = { ...NOW, quiet: [{ name: "Main PBX", seen_at: "" }] };
    await advanceTime(WATCH_MS);
    await animationFrame();
    expect(".o_cc_live_stale").toHaveText(/Main PBX/);
    onRpc("cc.pbx.live", "get_now", () => {
        throw makeServerError({ message: "down" });
    });
    tell["cc_telephony/live"]();
    await advanceTime(GATHER_MS);
    await animationFrame();
    expect(".o_cc_live_stale").toHaveCount(2);
});

test("figures, phones and a pause that is asked about first", async () => {
    onRpc("cc.pbx.extension", "action_resume", ({ args }) => {
        expect.step(args[0]);
        return true;
    });
    await open();
    expect.verifySteps(["listen cc.pbx.live_7"]);
    expect(queryAllTexts(".o_cc_live_figure strong")).toEqual(["2", "0", "2", "0", "1"]);
    expect(queryAllTexts(".o_cc_live_name")).toEqual(["Ivan102", "Anna101"]);
    expect(".o_cc_live_pause").toHaveCount(1);
    await click(".o_cc_live_pause");
    await animationFrame();
    expect.verifySteps([]);
    await click(".modal .btn-primary");
    await animationFrame();
    expect.verifySteps([[1]]);
});
