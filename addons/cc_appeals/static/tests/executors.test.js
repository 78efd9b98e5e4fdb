import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    mockService,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

const row = { part: "The pipe", isDone: false, dueAt: false, warnAt: false };

class Appeal extends models.Model {
    _name = "cc.appeal";
    name = fields.Char();
    executor_line = fields.Json();
    _records = [
        {
            id: 1,
            name: "Pit",
            executor_line: {
                mayAdd: true,
                rows: [
                    { ...row, id: 7, name: "Water", dueAt: "2026-03-15 13:00:00" },
                    { ...row, id: 8, name: "Roofs", isDone: true, dueAt: "2026-03-01 12:00:00" },
                ],
            },
        },
        { id: 2, name: "No", executor_line: { mayAdd: false, rows: [] } },
    ];
}

defineMailModels();
defineModels([Appeal]);

async function mount(resId) {
    mockDate("2026-03-10 12:00:00", 0);
    mockService("action", {
        doAction(action, options) {
            expect.step([action.res_model, action.res_id, action.context]);
            return options.onClose();
        },
    });
    await mountView({
        type: "form",
        resModel: "cc.appeal",
        resId,
        arch: `<form>
            <field name="name"/>
            <field name="executor_line" widget="cc_executors"/>
        </form>`,
    });
}

test("each department stands with its own clock; done is ticked off", async () => {
    await mount(1);
    expect(queryAllTexts(".o_cc_executor")).toEqual(["Water\n5 d", "Roofs"]);
    expect(".o_cc_executor:first").toHaveAttribute("title", "The pipe");
    expect(".o_cc_executor_done .fa-check").toHaveCount(1);
    await click(".o_cc_executor:first");
    await animationFrame();
    expect.verifySteps([["cc.appeal.assignment", 7, { default_appeal_id: 1 }]]);
});

test("another department is asked from here, if one may", async () => {
    await mount(1);
    await click(".o_cc_executor_add");
    await animationFrame();
    expect.verifySteps([["cc.appeal.assignment", false, { default_appeal_id: 1 }]]);
});

test("who may not ask sees no button", async () => {
    await mount(2);
    expect(".o_cc_executors button").toHaveCount(0);
});
