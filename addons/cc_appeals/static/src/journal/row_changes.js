/**
 * Put what the bus told into the rows of one list.
 *
 * @param {Object[]} rows changed in place: a row that is renewed stays the same object
 * @param {{ upsert?: Object[], gone?: (string | { key: string, why?: string })[] }} change
 * @returns {string[]} keys that were not there before
 */
export function changeRows(rows, { upsert = [], gone = [] }) {
    const known = new Map(rows.map((row) => [row.key, row]));
    const fresh = [];
    for (const row of upsert) {
        const old = known.get(row.key);
        if (old) {
            Object.assign(old, row, { gone: false });
        } else {
            rows.push(row);
            known.set(row.key, row);
            fresh.push(row.key);
        }
    }
    for (const each of gone) {
        const { key, why = "" } = each.key ? each : { key: each };
        const old = known.get(key);
        if (old) {
            // it stands where it stood until nobody's hand is on the list
            old.gone = { why };
        }
    }
    return fresh;
}
