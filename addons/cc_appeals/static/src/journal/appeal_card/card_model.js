import { useState } from "@odoo/owl";
import { RelationalModel } from "@web/model/relational_model/relational_model";

const ACTIVE = { attrs: {}, options: {}, domain: "[]", string: "", context: "{}" };

/** What the card reads of an appeal; `journal_contact` and `journal_appeal` bring the same. */
export const CARD_FIELDS = [
    "number",
    "name",
    "topic_id",
    "direction_id",
    "client_id",
    "department_id",
    "owner_id",
    "state",
    "is_open",
    "allowed_steps",
    "received_at",
    "registered_at",
    "due_at",
    "warn_at",
    "closed_at",
    "closing_method",
    "closing_note",
    "feedback_source",
    "control_on",
    "answered_at",
    "priority",
    "incident_id",
    "executor_line",
    "needs_answer",
    "waiting_since",
    "waiting_why",
    "reveal_free",
];

/** What was changed here and is not saved stands over whatever the server says. */
class CardRecord extends RelationalModel.Record {
    _setData(values, options) {
        super._setData(this.model.hooks.over(values), options);
    }

    /** Saving is the saver's, who waits for no connection. */
    save() {
        return this.model.hooks.save();
    }
}

/** Odoo's own record over values that came with the contact: opening it asks nothing. */
class CardModel extends RelationalModel {
    static Record = CardRecord;
    static withCache = false;

    /** Show values of the server. */
    show(values) {
        if (this.root) {
            this.root._setData(values);
        } else {
            const config = this._getNextConfig(this.config, {});
            this.root = this._createRoot(config, values);
            this.config = config;
        }
    }
}

/**
 * @param {Object} fields definitions of CARD_FIELDS
 * @param {number} resId
 * @param {Object} hooks of a relational model; and over: values of the server → those to
 *     show; save: what saving the record does
 * @returns {CardModel} reactive; without `root` until `show` was called
 */
export function useCardModel(env, fields, resId, hooks) {
    // not the card's own: a card may go while its record reads itself anew, and an answer
    // that came too late is no fault
    const services = Object.fromEntries(
        RelationalModel.services.map((name) => [name, env.services[name]])
    );
    const activeFields = Object.fromEntries(
        CARD_FIELDS.filter((name) => name in fields).map((name) => [name, ACTIVE])
    );
    const config = {
        resModel: "cc.appeal",
        resId,
        fields,
        activeFields,
        isMonoRecord: true,
        mode: "edit",
        context: {},
    };
    return useState(new CardModel(env, { config, hooks }, services));
}
