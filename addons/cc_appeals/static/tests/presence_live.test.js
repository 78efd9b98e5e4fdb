import { beforeEach, destroy, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, Deferred, freezeTime, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    getService,
    makeMockEnv,
    MockServer,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { pageTimers } from "./presence_test_helpers";

class Interval extends models.Model {
    _name = "cc.presence.interval";
    state = fields.Selection({
        selection: [
            ["busy", "Busy"],
            ["break", "Break"],
        ],
    });
    cause = fields.Char();
    from_at = fields.Datetime();
    limit_at = fields.Datetime();
    _records = [
        { id: 1, state: "busy", cause: "call", from_at: "2026-03-16 12:00:00", limit_at: false },
    ];
}

defineMailModels();
defineModels([Interval]);
beforeEach(pageTimers);

test("operators stand with what they are and for how long, and it is live", async () => {
    freezeTime();
    mockDate("2026-03-16 12:05:00", 0);
    onRpc("res.users", "read", () => [{ id: 7, cc_direction_ids: [4] }]);
    const heard = {};
    await makeMockEnv();
    patchWithCleanup(getService("bus_service"), {
        addChannel: async (name) => expect.step(name),
        subscribe: (type, callback) => (heard[type] = callback),
    });
    await mountView({
        type: "list",
        resModel: "cc.presence.interval",
        arch: `<list js_class="cc_presence_live">
            <field name="state" widget="cc_presence_state"/>
            <field name="cause"/>
            <field name="limit_at"/>
            <field name="from_at" widget="cc_presence_for" options="{'limit_field': 'limit_at'}"/>
        </list>`,
    });
    expect(".o_cc_presence_state").toHaveText("On a call");
    expect("td .o_cc_presence_time").toHaveText("5:00");
    expect.verifySteps(["cc.presence_4"]);
    MockServer.env["cc.presence.interval"].create({
        state: "break",
        cause: "chosen",
        from_at: "2026-03-16 11:00:00",
        limit_at: "2026-03-16 11:30:00",
    });
    heard["cc_presence/list"]({ direction_id: 4 });
    await advanceTime(1000);
    await animationFrame();
    expect(".o_data_row").toHaveCount(2);
    expect(".o_data_row:eq(1) .o_cc_presence_time").toHaveClass("o_cc_tone_danger");
});

test("who left before his lines were known listens to none", async () => {
    const lines = new Deferred();
    onRpc("res.users", "read", () => lines);
    await makeMockEnv();
    patchWithCleanup(getService("bus_service"), {
        addChannel: async (name) => expect.step(name),
    });
    const view = await mountView({
        type: "list",
        resModel: "cc.presence.interval",
        arch: `<list js_class="cc_presence_live"><field name="cause"/></list>`,
    });
    destroy(view);
    lines.resolve([{ id: 7, cc_direction_ids: [4] }]);
    await animationFrame();
    expect.verifySteps([]);
});
