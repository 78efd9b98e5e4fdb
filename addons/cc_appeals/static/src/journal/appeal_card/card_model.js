import { useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { RelationalModel } from "@web/model/relational_model/relational_model";

const ACTIVE = { attrs: {}, options: {}, domain: "[]", string: "", context: "{}" };
// its onchange brings the topic's priority
const WITH_ONCHANGE = ["topic_id"];

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

/** Odoo's own record over values that came with the contact: opening it asks nothing. */
class CardModel extends RelationalModel {
    static withCache = false;

    /** Show values of the server; what was changed here and not saved is lost. */
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
 * @param {Object} hooks of a relational model
 * @returns {CardModel} reactive; without `root` until `show` was called
 */
export function useCardModel(env, fields, resId, hooks) {
    const services = Object.fromEntries(
        RelationalModel.services.map((name) => [name, useService(name)])
    );
    const activeFields = Object.fromEntries(
        CARD_FIELDS.filter((name) => name in fields).map((name) => [
            name,
            { ...ACTIVE, ...(WITH_ONCHANGE.includes(name) && { onChange: true }) },
        ])
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
