/**
 * What became of the rows of one list. Rows are never changed, only replaced, so that just
 * those are drawn anew; one that left stands as `gone` until nobody's hand is on the list.
 *
 * @param {Object[]} rows
 * @param {{ upsert?: Object[], gone?: (string | { key: string, why?: string })[] }} change
 * @returns {{ rows: Object[], fresh: string[] }} fresh: keys that were not there before
 */
export function changeRows(rows, { upsert = [], gone = [] }) {
    const changed = new Map(rows.map((row) => [row.key, row]));
    const fresh = upsert.map(({ key }) => key).filter((key) => !changed.has(key));
    upsert.forEach((row) => changed.set(row.key, row));
    for (const each of gone) {
        const { key, why = "" } = each.key ? each : { key: each };
        if (changed.has(key)) {
            changed.set(key, { ...changed.get(key), gone: { why } });
        }
    }
    return { rows: [...changed.values()], fresh };
}

/** The same when the whole list was asked for anew, as after a lost connection. */
export function renewRows(rows, upsert) {
    const left = new Set(upsert.map(({ key }) => key));
    const gone = rows.map(({ key }) => key).filter((key) => !left.has(key));
    return changeRows(rows, { upsert, gone });
}
