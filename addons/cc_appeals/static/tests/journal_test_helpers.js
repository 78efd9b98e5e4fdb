import { reactive } from "@odoo/owl";
import { clearRegistry } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { JournalState } from "@cc_appeals/journal/journal_state";

/** A row of the work list as the server gives it. */
export function makeRow(id, values = {}) {
    return {
        key: `cc.appeal,${id}`,
        model: "cc.appeal",
        id,
        appeal_id: id,
        partner_id: id,
        interaction_id: false,
        who: `Person ${id}`,
        what: `Matter ${id}`,
        icon: "envelope",
        due_at: false,
        warn_at: false,
        since: false,
        is_unread: false,
        is_missed: false,
        tries: 0,
        state: "registered",
        owner_id: false,
        owner: "",
        ...values,
    };
}

/** What the server says of a contact. */
export function makeContact(id, values = {}) {
    return {
        person: { id, name: `Person ${id}` },
        appeals: [{ id, number: `26-00000${id}`, state: "registered", name: `Matter ${id}` }],
        appeal_id: id,
        ...values,
    };
}

/** A state over a server that answers with `answers`: {method: (...args) => answer}. */
export function makeJournal(answers = {}) {
    const orm = {
        call: async (model, method, args) => answers[method]?.(...args),
    };
    return reactive(new JournalState({ orm }));
}

/** The parts of other rooms have tests of their own. */
export function withoutParts() {
    for (const place of ["bar", "banners", "top", "panels"]) {
        clearRegistry(registry.category(`cc_journal_${place}`));
    }
}
