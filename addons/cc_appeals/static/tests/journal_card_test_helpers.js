import { expect } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    models,
    mountWithCleanup,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import { makeJournal } from "./journal_test_helpers";

const HAND_OVER = { name: "hand_over", target: "handed_over", needs: ["department_id"] };
const CLOSE = { name: "close", target: "closed", needs: ["closing_method"] };

class Journal extends models.Model {
    _name = "cc.journal";
    name = fields.Char();
}

class Identity extends models.Model {
    _name = "cc.identity";
    name = fields.Char();
}

class Department extends models.Model {
    _name = "hr.department";
    name = fields.Char();
    _records = [{ id: 5, name: "Water" }];
}

class Topic extends models.Model {
    _name = "cc.topic";
    name = fields.Char();
    direction_id = fields.Integer();
    _records = [
        { id: 3, name: "Hot water" },
        { id: 4, name: "Lifts" },
    ];
}

class Interaction extends models.Model {
    _name = "cc.interaction";
    no_answer_reason = fields.Selection({
        selection: [
            ["thanks", "Only thanks"],
            ["other", "Another reason"],
        ],
    });
}

class Appeal extends models.Model {
    _name = "cc.appeal";
    number = fields.Char();
    name = fields.Char();
    topic_id = fields.Many2one({ relation: "cc.topic" });
    department_id = fields.Many2one({ relation: "hr.department" });
    owner_id = fields.Many2one({ relation: "res.users" });
    state = fields.Selection({
        selection: [
            ["registered", "Registered"],
            ["handed_over", "Handed over"],
            ["feedback", "Feedback"],
            ["closed", "Closed"],
        ],
    });
    is_open = fields.Boolean();
    allowed_steps = fields.Json();
    registered_at = fields.Datetime();
    due_at = fields.Datetime();
    warn_at = fields.Datetime();
    closed_at = fields.Datetime();
    closing_method = fields.Selection({
        selection: [
            ["answered", "Answered"],
            ["spam", "Spam"],
        ],
    });
    feedback_source = fields.Char();
    control_on = fields.Date();
    answered_at = fields.Datetime();
    executor_line = fields.Json();
    _records = [1, 2, 3, 4].map((id) => ({
        id,
        number: `26-00000${id}`,
        name: `Matter ${id}`,
        state: "registered",
        is_open: true,
        allowed_steps: [HAND_OVER, CLOSE],
        topic_id: 3,
    }));
}

export function defineJournalModels() {
    defineMailModels();
    defineModels([Journal, Identity, Department, Topic, Interaction, Appeal]);
}

/** An appeal as the right column reads it. */
export function makeValues(id, values = {}) {
    return {
        id,
        number: `26-00000${id}`,
        name: `Matter ${id}`,
        topic_id: { id: 3, display_name: "Hot water" },
        direction_id: { id: 1, display_name: "Line" },
        department_id: false,
        owner_id: { id: serverState.userId, display_name: "Mitchell" },
        state: "registered",
        is_open: true,
        allowed_steps: [HAND_OVER, CLOSE],
        registered_at: "2026-03-10 09:00:00",
        due_at: "2026-03-20 10:30:00",
        warn_at: "2026-03-18 09:00:00",
        closed_at: false,
        closing_method: false,
        feedback_source: false,
        control_on: false,
        answered_at: false,
        incident_id: false,
        executor_line: false,
        ...values,
    };
}

/** A tab of the right column. */
export function makeTab(id, values = {}) {
    return {
        id,
        number: `26-00000${id}`,
        state: "registered",
        name: `Matter ${id}`,
        is_open: true,
        due_at: false,
        warn_at: false,
        ...values,
    };
}

/** All that `journal_contact` says of one who wrote about the appeal 1. */
export function makeOpened(values = {}, appeal = {}) {
    return {
        now: "2026-03-12 10:00:00",
        row: false,
        person: {
            id: 7,
            name: "Anna Smirnova",
            contacts: [
                { id: 11, kind: "phone", icon: "phone", masked: "+7 916 ***-**-67" },
                { id: 12, kind: "email", icon: "envelope", masked: "a…@…" },
            ],
            company: "Daisy",
            tags: ["pensioner"],
            address: "Garden street, 14",
            open_count: 2,
            total_count: 14,
            is_anonymous: false,
        },
        candidates: [],
        interaction_id: 10,
        appeals: [makeTab(1), makeTab(2)],
        more: 0,
        appeal_id: 1,
        appeal: { 1: makeValues(1, appeal) },
        chronology: { entries: [], earlier: false, states: {} },
        writing: [],
        viewers: [],
        ...values,
    };
}

/** A Journal in which a contact is open; each reading of it says what `read` returns. */
export async function openJournal(read = () => makeOpened()) {
    const journal = makeJournal({ journal_contact: () => read() });
    await journal.open({ model: "cc.appeal", id: 1 });
    return journal;
}

/** Write down what the server was asked, but for tokens: only that there is one is told. */
export function serveJournal(methods, model = "cc.journal") {
    for (const [method, answer] of Object.entries(methods)) {
        onRpc(model, method, ({ args }) => {
            const told = args.map((arg) => (isToken(arg) ? "token" : arg));
            expect.step([method, ...told]);
            return answer(...args);
        });
    }
}

function isToken(arg) {
    return typeof arg === "string" && /^[0-9a-f-]{32,36}$/.test(arg);
}

export async function mountPart(Part, journal, props = {}) {
    return mountWithCleanup(Part, { props: { journal, ...props } });
}
