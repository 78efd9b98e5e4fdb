import { expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

const leg = (id, values) => ({
    id,
    peer: "101",
    who: "",
    is_outside: false,
    outcome: "answered",
    label: "Answered",
    ring: null,
    talk: null,
    ...values,
});

class Call extends models.Model {
    _name = "cc.call";
    timeline = fields.Json();
    _records = [
        {
            id: 1,
            timeline: {
                length: 200,
                wait: [0, 50],
                legs: [
                    leg(1, { outcome: "timeout", label: "Did not answer", ring: [10, 30] }),
                    leg(2, { peer: "102", who: "Anna", ring: [30, 50], talk: [50, 200] }),
                    leg(3, { is_outside: true, peer: "", talk: [50, 200] }),
                ],
            },
        },
        { id: 2, timeline: false },
        { id: 3, timeline: { length: 3, wait: [1, 3], legs: [] } },
    ];
}

defineMailModels();
defineModels([Call]);

const mount = (resId) =>
    mountView({
        type: "form",
        resModel: "cc.call",
        resId,
        arch: `<form><field name="timeline" widget="cc_call_timeline"/></form>`,
    });

test("a row a phone, with its ring and its talk in their places", async () => {
    await mount(1);
    expect(queryAllTexts(".o_cc_timeline_name").slice(0, 4)).toEqual(
        ["In the queue", "101", "102\nAnna", "Outside line"].map((text) => text.replace("\n", ""))
    );
    expect("[data-outcome=timeout] .o_cc_timeline_ring").toHaveCount(1);
    expect("[data-outcome=timeout] .o_cc_timeline_talk").toHaveCount(0);
    expect(queryAllAttributes(".o_cc_timeline_bar", "title")).toEqual([
        "Waited 0:50",
        "Rang 0:20",
        "Rang 0:20",
        "Talked 2:30",
        "Talked 2:30",
    ]);
    const [, , ring, talk] = queryAllAttributes(".o_cc_timeline_bar", "style");
    expect(ring).toMatch(/left: 15(\.00)?%; width: 10(\.00)?%/);
    expect(talk).toMatch(/left: 25(\.00)?%; width: 75(\.00)?%/);
    expect(queryAllTexts(".o_cc_timeline_marks span")).toEqual(["0:00", "1:00", "2:00", "3:00"]);
    const marks = queryAllAttributes(".o_cc_timeline_marks span", "style");
    expect(marks[3]).toMatch(/left: 90(\.00)?%/);
});

test("the scale of a short call has whole seconds, each once", async () => {
    await mount(3);
    expect(queryAllTexts(".o_cc_timeline_marks span")).toEqual(["0:00", "0:01", "0:02", "0:03"]);
});

test("a call nothing is known of draws no phone", async () => {
    await mount(2);
    expect(".o_cc_timeline_bar").toHaveCount(0);
});
