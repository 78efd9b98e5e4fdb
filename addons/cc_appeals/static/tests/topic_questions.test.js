import { expect, test } from "@odoo/hoot";
import { click, edit, queryAllValues, select } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Topic extends models.Model {
    _name = "cc.topic";
    question_definition = fields.PropertiesDefinition();
    _records = [
        {
            id: 1,
            question_definition: [
                { name: "aa", string: "Which floor?", type: "integer" },
                {
                    name: "bb",
                    string: "Where?",
                    type: "selection",
                    selection: [
                        ["k1", "Whole house"],
                        ["k2", "One flat"],
                    ],
                },
            ],
        },
    ];
}

defineMailModels();
defineModels([Topic]);

async function mount() {
    const saved = [];
    onRpc("cc.topic", "web_save", ({ args }) => {
        saved.push(args[1].question_definition);
    });
    await mountView({
        type: "form",
        resModel: "cc.topic",
        resId: 1,
        arch: `<form><field name="question_definition" widget="cc_topic_questions"/></form>`,
    });
    return async () => {
        await click(".o_form_button_save");
        await animationFrame();
        await animationFrame();
        return saved.at(-1);
    };
}

test("a new choice leaves the keys of the others, and their answers, alone", async () => {
    const save = await mount();
    await click(".o_cc_topic_choices input, input.o_cc_topic_choices");
    await edit("One flat; Stairs;  ; One flat", { confirm: "tab" });
    await animationFrame();
    const [, where] = await save();
    expect(where.name).toBe("bb");
    expect(where.selection.map(([, label]) => label)).toEqual(["One flat", "Stairs"]);
    expect(where.selection[0][0]).toBe("k2");
});

test("another kind is another question; another wording is not", async () => {
    const save = await mount();
    await click(".o_cc_topic_label:first");
    await edit("Floor", { confirm: "tab" });
    await animationFrame();
    await click(".o_cc_topic_kind:last");
    await select("boolean");
    await animationFrame();
    const [floor, where] = await save();
    expect([floor.name, floor.string]).toEqual(["aa", "Floor"]);
    expect([where.string, where.type, where.selection]).toEqual(["Where?", "boolean", undefined]);
    expect(where.name).not.toBe("bb");
});

test("questions are added, moved and dropped", async () => {
    await mount();
    await click(".o_cc_topic_add");
    await animationFrame();
    expect(".o_cc_topic_question").toHaveCount(3);
    await click(".o_cc_topic_question:eq(1) [title='Ask earlier']");
    await animationFrame();
    expect(queryAllValues(".o_cc_topic_label")).toEqual(["Where?", "Which floor?", ""]);
    await click(".o_cc_topic_remove:last");
    await animationFrame();
    expect(".o_cc_topic_question").toHaveCount(2);
});
