import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Incident extends models.Model {
    _name = "cc.incident";
    name = fields.Char();
    _records = [{ id: 1, name: "No hot water" }];
}

class Appeal extends models.Model {
    _name = "cc.appeal";
    name = fields.Char();
    incident_id = fields.Many2one({ relation: "cc.incident" });
    incident_label = fields.Char();
    incident_note = fields.Text();
    _records = [
        {
            id: 1,
            name: "a",
            incident_id: 1,
            incident_label: "No hot water, 47",
            incident_note: "Until six",
        },
        { id: 2, name: "b" },
    ];
}

defineMailModels();
defineModels([Incident, Appeal]);

async function mountAppeal(resId) {
    await mountView({
        type: "form",
        resModel: "cc.appeal",
        resId,
        arch: `<form>
            <field name="incident_id" invisible="1"/>
            <field name="incident_label" invisible="1"/>
            <field name="incident_note" invisible="1"/>
            <widget name="cc_incident_ribbon" invisible="not incident_label"/>
            <widget name="cc_incident_join" invisible="incident_label"/>
            <field name="name"/>
        </form>`,
    });
}

test("the ribbon says what to tell the person and lets the appeal out", async () => {
    onRpc("cc.appeal", "action_leave_incident", ({ args }) => {
        expect.step(args[0]);
        return true;
    });
    await mountAppeal(1);
    expect(".o_cc_incident_open").toHaveText("No hot water, 47");
    expect(".o_cc_incident_note").toHaveText("Until six");
    await click(".o_cc_incident_leave");
    await animationFrame();
    expect.verifySteps([[1]]);
});

test("an appeal is joined to what goes on, the likeliest first", async () => {
    onRpc("cc.appeal", "incident_offer", () => [
        { id: 1, name: "No hot water", count: 47, fits: true },
        { id: 3, name: "Roofs", count: 2, fits: false },
    ]);
    onRpc("cc.appeal", "action_join_incident", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mountAppeal(2);
    await click(".o_cc_incident_join");
    await animationFrame();
    expect(queryAllTexts(".o_cc_incident_offer")).toEqual(["No hot water47fits", "Roofs2"]);
    await click(".o_cc_incident_offer:first");
    await animationFrame();
    expect.verifySteps([[[2], 1]]);
});

test("the list has a sign with its name", async () => {
    await mountView({
        type: "list",
        resModel: "cc.appeal",
        arch: `<list><field name="incident_label" widget="cc_incident_sign"/><field name="name"/></list>`,
    });
    expect(".o_cc_incident_sign").toHaveCount(1);
    expect(".o_cc_incident_sign").toHaveAttribute("title", "Mass incident: No hot water, 47");
});
