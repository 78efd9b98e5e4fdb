/**
 * The words after a slash that starts the line the caret is in.
 *
 * @returns {{ start: number, query: string } | null} start: where the slash stands in the text
 */
export function slashQuery(text, caret) {
    const start = text.lastIndexOf("\n", caret - 1) + 1;
    const line = text.slice(start, caret);
    return line.startsWith("/") ? { start, query: line.slice(1) } : null;
}

/** Those whose name has every word of the query, the ones of the topic first. */
export function matchingTemplates(templates, query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = templates.filter(({ name }) => {
        const lower = name.toLowerCase();
        return words.every((word) => lower.includes(word));
    });
    return [
        ...found.filter(({ is_of_topic }) => is_of_topic),
        ...found.filter(({ is_of_topic }) => !is_of_topic),
    ];
}
