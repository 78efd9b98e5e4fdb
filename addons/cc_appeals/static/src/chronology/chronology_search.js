/** What people do not tell apart when they type: case, and the dots of one letter. */
function plain(text) {
    return (text || "").toLowerCase().replaceAll("ё", "е");
}

function words(entry) {
    const { title, text, quote, who, label, step } = entry;
    return plain(
        [
            title,
            text,
            quote,
            who,
            label,
            step && `${step.where} ${step.to.label}`,
            ...entry.appeals.map((appeal) => appeal.number),
            ...entry.files.map((file) => file.name),
        ].join("\n")
    );
}

const OF_KIND = {
    all: () => true,
    contacts: (entry) => entry.kind !== "step",
    steps: (entry) => entry.kind === "step",
};

/** @returns {object[]} entries of a kind (see OF_KIND, or an icon) with all typed words */
export function sift(entries, kind, typed) {
    const isOfKind = OF_KIND[kind] || ((entry) => entry.kind !== "step" && entry.icon === kind);
    const asked = plain(typed).split(/\s+/).filter(Boolean);
    return entries.filter((entry) => {
        const said = asked.length ? words(entry) : "";
        return isOfKind(entry) && asked.every((word) => said.includes(word));
    });
}
