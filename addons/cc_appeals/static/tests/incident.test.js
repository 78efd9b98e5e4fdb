import { expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const STATES = [
    { state: "registered", label: "Registered", count: 2 },
    { state: "handed_over", label: "Handed over", count: 0 },
    { state: "closed", label: "Closed", count: 1 },
];
const RUN = {
    id: 7,
    title: "Answer",
    state: "done",
    total: 2,
    done: 2,
    failed: 0,
    undone: 0,
    kept: 0,
    undo_until: false,
    incident_id: 1,
};

class Incident extends models.Model {
    _name = "cc.incident";
    name = fields.Char();
    state_counts = fields.Json();
    open_count = fields.Integer();
    answer_subject = fields.Char();
    answer_body = fields.Text();
    answer_closing = fields.Selection({ selection: [["answered", "Answered"]] });
    _records = [
        { id: 1, name: "No hot water", state_counts: STATES, open_count: 2, answer_body: "Good" },
        { id: 2, name: "Over", state_counts: [], open_count: 0 },
    ];
}

class BulkRun extends models.Model {
    _name = "cc.bulk.run";
    name = fields.Char();
}

defineMailModels();
defineModels([Incident, BulkRun]);

async function mountIncident(resId = 1, recent = []) {
    onRpc("cc.bulk.run", "bulk_recent", () => recent);
    await mountView({
        type: "form",
        resModel: "cc.incident",
        resId,
        arch: `<form>
            <field name="name"/><field name="open_count" invisible="1"/>
            <field name="state_counts" widget="cc_incident_states"/>
            <field name="answer_subject"/><field name="answer_body"/>
            <field name="answer_closing"/>
            <widget name="cc_incident_runs"/>
            <widget name="cc_incident_answer"/>
        </form>`,
    });
}

const PREVIEW = {
    count: 1,
    answered: 0,
    letters: [{ number: "26-1", to: "a…@e….ru", channel: "Box", subject: "Re", body: "Good" }],
    unreachable_count: 1,
    gaps: [],
    unreachable: [{ id: 9, number: "26-2", name: "b", why: "No address" }],
};

test("the appeals of an incident are counted by state", async () => {
    await mountIncident();
    expect(queryAllTexts(".o_cc_incident_states .o_cc_chip")).toEqual(["Registered 2", "Closed 1"]);
});

test("what would be sent is seen first, then sent to all once", async () => {
    const tokens = new Set();
    onRpc("cc.incident", "answer_preview", () => PREVIEW);
    onRpc("cc.incident", "answer_all", ({ args }) => {
        tokens.add(args[1]);
        return RUN;
    });
    await mountIncident();
    expect(".o_cc_incident_send").toHaveCount(0);
    await click(".o_cc_incident_preview");
    await animationFrame();
    expect(".o_cc_incident_letter").toHaveText(/26-1.*Good/s);
    expect(".o_cc_incident_miss").toHaveText(/26-2.*No address/s);
    expect(".o_cc_incident_send").toHaveText("Answer all: 1");
    await click(".o_cc_incident_send");
    await animationFrame();
    await animationFrame();
    expect(tokens.size).toBe(1);
    expect(".o_cc_bulk_title").toHaveText("Answer");
    expect(".o_cc_incident_send").toHaveCount(0);
});

test("a place that stays empty is told beside the letters", async () => {
    const gaps = [{ label: "name of the person", count: 1 }];
    onRpc("cc.incident", "answer_preview", () => ({ ...PREVIEW, gaps }));
    await mountIncident();
    await click(".o_cc_incident_preview");
    await animationFrame();
    expect(".o_cc_gaps").toHaveText("A place stays empty (name of the person: 1).");
});

test("other words are looked at again before they go", async () => {
    onRpc("cc.incident", "answer_preview", () => PREVIEW);
    await mountIncident();
    await click(".o_cc_incident_preview");
    await animationFrame();
    expect(".o_cc_incident_send").toHaveCount(1);
    await click("[name=answer_body] textarea");
    await edit("Other words", { confirm: "blur" });
    await animationFrame();
    expect(".o_cc_incident_send").toHaveCount(0);
});

test("a refusal stands at the buttons, and closing asks for its method", async () => {
    onRpc("cc.incident", "answer_preview", () => {
        throw makeServerError({ message: "Write the answer first." });
    });
    await mountIncident();
    await click(".o_cc_incident_preview");
    await animationFrame();
    expect(".o_cc_step_error").toHaveText("Write the answer first.");
    await click(".o_cc_incident_close");
    await animationFrame();
    expect(".o_cc_step_error").toHaveText(/Choose how they end/);
});

test("nothing is asked where all are closed; another incident's run is not shown", async () => {
    await mountIncident(2, [RUN]);
    expect(".o_cc_incident_preview").toHaveCount(0);
    expect(".o_cc_bulk_run").toHaveCount(0);
});
