import { expect, test } from "@odoo/hoot";
import { countStates, mergeLines, worstFirst } from "@cc_base/health/health_page/health_lines";

const line = (id, state, more = {}) => ({ id, code: id.split("/")[0], state, ...more });
const ids = (found) => found.map(({ id }) => id);

test("lines that are shown keep their places, new ones come last", () => {
    const shown = [line("a/1", "failing"), line("b/1", "ok")];
    const fresh = [line("c/1", "failing"), line("b/1", "failing"), line("a/1", "ok")];
    expect(mergeLines(shown, fresh).map(({ id }) => id)).toEqual(["a/1", "b/1", "c/1"]);
    expect(mergeLines(shown, fresh)[0].state).toBe("ok");
    expect(mergeLines(shown, []).length).toBe(0);
    expect(worstFirst(fresh).map(({ state }) => state)).toEqual(["failing", "failing", "ok"]);
    expect(countStates(fresh)).toEqual({ failing: 2, warning: 0, todo: 0, ok: 1 });
});

test("what stands under a line stays with it, and a new one comes there", () => {
    const part = { is_part: true };
    const [well, warned] = [line("pbx/a", "ok"), line("pbx/b", "ok")];
    const under = line("pbx/b-clock", "warning", part);
    const lines = [line("disk/1", "ok"), well, warned, under, line("seal/1", "warning", part)];
    const sorted = worstFirst(lines);
    expect(ids(sorted)).toEqual(["pbx/b", "pbx/b-clock", "seal/1", "disk/1", "pbx/a"]);
    const fresh = lines.toSpliced(2, 0, line("pbx/a-disk", "failing", part));
    expect(ids(mergeLines(sorted, fresh)).join(" ")).toBe(
        "pbx/b pbx/b-clock seal/1 disk/1 pbx/a pbx/a-disk"
    );
});

test("a word about all lines stands above the worst of them", () => {
    const copy = line("copy/copy", "ok", { is_first: true });
    const lines = [line("disk/1", "failing"), line("audit/1", "warning"), copy];
    expect(ids(worstFirst(lines))).toEqual(["copy/copy", "disk/1", "audit/1"]);
});
