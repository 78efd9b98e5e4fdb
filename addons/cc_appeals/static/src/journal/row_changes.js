import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const NAMED = {
    closed: (name) => _t("Closed by %s", name),
    handed_over: (name) => _t("Handed over by %s", name),
    feedback: (name) => _t("Awaits an answer of others: %s", name),
    assigned: (name) => _t("Taken by %s", name),
    settled: (name) => _t("Answered by %s", name),
};
const NAMELESS = {
    closed: _t("Closed"),
    handed_over: _t("Handed over"),
    feedback: _t("Awaits an answer of others"),
    assigned: _t("Taken"),
    settled: _t("Answered"),
};

/** Why a row left, and who made it leave. */
function whyOf({ what, name, user_id } = {}) {
    const isColleague = name && user_id !== user.userId;
    return String((isColleague ? NAMED[what]?.(name) : NAMELESS[what]) || "");
}

/** The bus says no names: what was known of a row stays until its words are asked for. */
function wordsOf({ who = "", what = "" } = {}) {
    return { who, what };
}

/**
 * What became of the rows of one list. Rows are never changed, only replaced, so that just
 * those are drawn anew; one that left stands as `gone` until nobody's hand is on the list.
 *
 * @param {Object[]} rows
 * @param {{ upsert?: Object[], gone?: string[], because?: Object }} change because: {key:
 *     {what, name, user_id}} of rows that left
 * @returns {{ rows: Object[], fresh: string[] }} fresh: keys that were not there before
 */
export function changeRows(rows, { upsert = [], gone = [], because = {} }) {
    const changed = new Map(rows.map((row) => [row.key, row]));
    const fresh = upsert.map(({ key }) => key).filter((key) => !changed.has(key));
    upsert.forEach((row) => changed.set(row.key, { ...wordsOf(changed.get(row.key)), ...row }));
    for (const key of gone.filter((each) => changed.has(each))) {
        changed.set(key, { ...changed.get(key), gone: { why: whyOf(because[key]) } });
    }
    return { rows: [...changed.values()], fresh };
}

/** The same when the whole list was asked for anew, as after a lost connection. */
export function renewRows(rows, upsert) {
    const left = new Set(upsert.map(({ key }) => key));
    const gone = rows.map(({ key }) => key).filter((key) => !left.has(key));
    return changeRows(rows, { upsert, gone });
}
