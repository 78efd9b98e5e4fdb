import { serializeDate } from "@web/core/l10n/dates";
import { newToken } from "../../widgets/step_strip/steps";

const { DateTime } = luxon;
export const PAPER = "paper";

/** @returns {Object} what stands there before anything is written: the person on screen */
export function blankOf({ appealId, contact }) {
    return {
        kind: PAPER,
        direction: contact?.appeal?.[appealId]?.direction_id?.id || 0,
        client: 0,
        about: 0,
        partner: contact?.person?.id || false,
        name: "",
        text: "",
        number: "",
        is_promised: false,
        person_name: "",
        person_phone: "",
        person_email: "",
        day: DateTime.local().startOf("day"),
        token: newToken(),
    };
}

/** @returns {Object} what is kept in the browser while it is written */
export function keptOf({ day: _day, error: _error, isBusy: _isBusy, ...kept }) {
    return kept;
}

/**
 * @param {Object} state of the sheet
 * @param {number | false} about the open appeal it belongs to
 * @returns {Object} what `journal_write_down` takes, but for the scans
 */
export function valuesOf(state, about) {
    const { kind, direction, client, partner, name, text, day, number } = state;
    const { person_name, person_phone, person_email, is_promised } = state;
    const isPaper = kind === PAPER;
    return {
        kind,
        direction_id: direction,
        client_id: client,
        ...(partner ? { partner_id: partner } : { person_name, person_phone, person_email }),
        about_id: about,
        name: about ? "" : name,
        text,
        day: serializeDate(day),
        paper_number: isPaper ? number : "",
        is_answer_promised: !isPaper && is_promised,
    };
}
