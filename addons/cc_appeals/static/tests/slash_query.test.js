import { expect, test } from "@odoo/hoot";
import { matchingTemplates, slashQuery } from "@cc_appeals/composer/template_list/slash_query";

test("a slash counts at the start of a line only", () => {
    expect(slashQuery("/wat", 4)).toEqual({ start: 0, query: "wat" });
    expect(slashQuery("Hello\n/hot water", 16)).toEqual({ start: 6, query: "hot water" });
    expect(slashQuery("flat 5/7", 8)).toBe(null);
    expect(slashQuery("/wat\nnext", 7)).toBe(null);
});

test("every word narrows; templates of the topic come first", () => {
    const templates = [
        { name: "Handed over", is_of_topic: false },
        { name: "Water is handed back", is_of_topic: true },
    ];
    const names = (query) => matchingTemplates(templates, query).map(({ name }) => name);
    expect(names("")).toEqual(["Water is handed back", "Handed over"]);
    expect(names("HAND over")).toEqual(["Handed over"]);
    expect(names("roof")).toEqual([]);
});
