const GROUPS = ["burning", "today", "later"];
const FORMAT = "yyyy-MM-dd HH:mm:ss";
// who waits without a deadline, and at this moment: one who rang, a colleague
const WAITS = "today";

/** Moments as the server writes them: compared as text, for two thousand rows at once. */
function marksOf(now) {
    const write = (moment) => moment.toUTC().toFormat(FORMAT);
    return { now: write(now), midnight: write(now.endOf("day")) };
}

function groupOf({ due_at, warn_at, is_missed, is_unread, why }, marks) {
    if (!due_at) {
        return is_missed || (why === "help" && is_unread) ? WAITS : "later";
    }
    if (due_at <= marks.now || (warn_at && warn_at <= marks.now)) {
        return "burning";
    }
    return due_at <= marks.midnight ? "today" : "later";
}

/** As the server orders them: the nearest deadline, then what waits longest without any. */
function isBefore(one, other) {
    const write = ({ due_at, since, key }) => `${due_at || `~${since || ""}`} ${key}`;
    return write(one) < write(other);
}

function precedes(one, other) {
    const step = GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group);
    return step ? step < 0 : isBefore(one.row, other.row);
}

function insert(places, place) {
    const index = places.findIndex((each) => precedes(place, each));
    places.splice(index < 0 ? places.length : index, 0, place);
}

/**
 * Put rows into groups: burning, today, later.
 *
 * @param {Object[]} rows
 * @param {DateTime} now by the server's clock
 * @param {{ code: string, rows: Object[] }[]} [kept] groups as they stand under somebody's
 *     hand: rows that are known keep their places, only new ones are put between them
 * @returns {{ code: string, count: number, rows: Object[] }[]} groups that have rows; count
 *     leaves out those that are gone
 */
export function arrange(rows, now, kept = []) {
    const marks = marksOf(now);
    const fresh = new Map(rows.map((row) => [row.key, { row, group: groupOf(row, marks) }]));
    const places = [];
    for (const group of kept) {
        for (const { key } of group.rows.filter((row) => fresh.has(row.key))) {
            places.push({ row: fresh.get(key).row, group: group.code });
            fresh.delete(key);
        }
    }
    if (places.length) {
        fresh.forEach((place) => insert(places, place));
    } else {
        places.push(...fresh.values());
        places.sort((one, other) => (precedes(one, other) ? -1 : 1));
    }
    return GROUPS.map((code) => {
        const own = places.filter(({ group }) => group === code).map(({ row }) => row);
        return { code, rows: own, count: own.filter((row) => !row.gone).length };
    }).filter((group) => group.rows.length);
}
