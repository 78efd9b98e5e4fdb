const WORST_FIRST = ["failing", "todo", "warning", "ok"];

/** Sort what is seen first: a word about all, then the worst, each with what stands under it. */
export function worstFirst(lines) {
    const groups = [];
    for (const line of lines) {
        const last = groups.at(-1);
        if (line.is_part && last?.[0].code === line.code) {
            last.push(line);
        } else {
            groups.push([line]);
        }
    }
    const rank = ([first, ...parts]) =>
        first.is_first
            ? -1
            : Math.min(...[first, ...parts].map(({ state }) => WORST_FIRST.indexOf(state)));
    return groups.toSorted((one, two) => rank(one) - rank(two)).flat();
}

/**
 * Lay fresh lines over those that are shown: each stays in its place, a new one comes after
 * the one before it if that is of its plug-in, else after the last of its plug-in, else
 * last. A page that is being read must not move under the eyes.
 */
export function mergeLines(shown, fresh) {
    const byId = new Map(fresh.map((line) => [line.id, line]));
    const merged = shown.filter(({ id }) => byId.has(id)).map(({ id }) => byId.get(id));
    const known = new Set(merged.map(({ id }) => id));
    for (const [index, line] of fresh.entries()) {
        if (known.has(line.id)) {
            continue;
        }
        const before = fresh[index - 1];
        const last =
            before?.code === line.code
                ? merged.indexOf(before)
                : merged.findLastIndex(({ code }) => code === line.code);
        merged.splice(last < 0 ? merged.length : last + 1, 0, line);
    }
    return merged;
}

/** @returns {Array} the steps among lines: what stands under a step is none of its own */
export function stepsOf(lines) {
    return lines.filter((line) => !line.is_part);
}

/** @returns {{ failing: number, warning: number, todo: number, ok: number }} */
export function countStates(lines) {
    const counts = { failing: 0, warning: 0, todo: 0, ok: 0 };
    for (const { state } of lines) {
        counts[state]++;
    }
    return counts;
}
