import {
    fields,
    models,
    mountView,
    onRpc,
    MockServer,
    defineModels,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect } from "@odoo/hoot";

const HAND_OVER = { name: "hand_over", target: "handed_over", needs: ["department_id"] };
const FEEDBACK = { name: "await_feedback", target: "feedback", needs: ["control_on"] };
const CLOSE = { name: "close", target: "closed", needs: ["closing_method"] };
const TAKE_BACK = { name: "take_back", target: "registered", needs: ["reason"] };
const REWORK = { name: "rework", target: "handed_over", needs: ["department_id", "reason"] };

class Department extends models.Model {
    _name = "hr.department";
    name = fields.Char();
    _records = [
        { id: 5, name: "Water" },
        { id: 6, name: "Roofs" },
    ];
}

class Topic extends models.Model {
    _name = "cc.topic";
    name = fields.Char();
    department_id = fields.Many2one({ relation: "hr.department" });
    _records = [{ id: 3, name: "Hot water", department_id: 5 }];
}

class Appeal extends models.Model {
    _name = "cc.appeal";
    name = fields.Char();
    state = fields.Selection({
        selection: [
            ["registered", "Registered"],
            ["handed_over", "Handed over"],
            ["feedback", "Feedback"],
            ["closed", "Closed"],
        ],
    });
    closing_method = fields.Selection({
        selection: [
            ["answered", "Answered"],
            ["spam", "Spam"],
        ],
    });
    allowed_steps = fields.Json();
    topic_id = fields.Many2one({ relation: "cc.topic" });
    department_id = fields.Many2one({ relation: "hr.department" });
    proposed_department_id = fields.Many2one({ relation: "hr.department" });
    department_hint = fields.Char();
    _records = [
        { id: 1, name: "No water", state: "registered", allowed_steps: [HAND_OVER, CLOSE] },
        {
            id: 2,
            name: "Roof",
            state: "handed_over",
            department_id: 6,
            allowed_steps: [TAKE_BACK, FEEDBACK],
        },
        {
            id: 3,
            name: "Hot",
            state: "registered",
            topic_id: 3,
            proposed_department_id: 5,
            department_hint: "from topic Hot water",
            allowed_steps: [HAND_OVER],
        },
        {
            id: 4,
            name: "Answered badly",
            state: "feedback",
            department_id: 6,
            allowed_steps: [REWORK, CLOSE],
        },
    ];
    _views = {
        form: `<form>
            <widget name="cc_status_line"/>
            <field name="state" invisible="1"/>
            <field name="allowed_steps" invisible="1"/>
            <field name="closing_method" invisible="1"/>
            <field name="name"/>
        </form>`,
    };
}

/** Define what the status line's tests stand on: an appeal, its topic, the departments. */
export function defineAppealModels() {
    defineMailModels();
    defineModels([Department, Topic, Appeal]);
}

/** Write down which step came with what, and move the appeal as the server would. */
export function serve(method, state) {
    onRpc("cc.appeal", method, ({ args }) => {
        const [ids, ...values] = args;
        const token = values.pop();
        expect.step([method, ids[0], ...values, token.length >= 32]);
        MockServer.env["cc.appeal"].write(ids, { state });
        return true;
    });
}

export async function mountAppeal(resId) {
    await mountView({ type: "form", resModel: "cc.appeal", resId });
}
