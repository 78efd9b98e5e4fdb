const WORST_FIRST = ["failing", "todo", "warning", "ok"];

/** Sort what is seen first: the worst on top. */
export function worstFirst(lines) {
    return lines.toSorted(
        (one, two) => WORST_FIRST.indexOf(one.state) - WORST_FIRST.indexOf(two.state)
    );
}

/**
 * Lay fresh lines over those that are shown: each stays in its place, new ones come last.
 * A page that is being read must not move under the eyes.
 */
export function mergeLines(shown, fresh) {
    const byId = new Map(fresh.map((line) => [line.id, line]));
    const kept = shown.filter(({ id }) => byId.has(id)).map(({ id }) => byId.get(id));
    const known = new Set(kept.map(({ id }) => id));
    return [...kept, ...fresh.filter(({ id }) => !known.has(id))];
}

/** @returns {{ failing: number, warning: number, todo: number, ok: number }} */
export function countStates(lines) {
    const counts = { failing: 0, warning: 0, todo: 0, ok: 0 };
    for (const { state } of lines) {
        counts[state]++;
    }
    return counts;
}
