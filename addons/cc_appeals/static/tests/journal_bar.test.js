import { beforeEach, expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { mockService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { JournalBar } from "@cc_appeals/journal/journal_bar/journal_bar";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeJournal, withoutParts } from "./journal_test_helpers";

defineAppealModels();
beforeEach(withoutParts);

const COUNTS = { mine: 12, burning: 2 };
const SINCE = {
    "1_1": ["2026-03-12 11:58:00", "2026-03-12 11:59:50"],
    "1_2": ["2026-03-12 11:59:55"],
};

async function mountBar(values = {}, answers = {}) {
    mockDate("2026-03-12 12:00:00", 0);
    const journal = makeJournal(answers);
    journal.figures.put({ counts: COUNTS, ...values });
    await mountWithCleanup(JournalBar, { props: { journal } });
    return journal;
}

test("figures follow the bus; how long callers wait is told", async () => {
    const journal = await mountBar({ bar: { waiting_since: SINCE } });
    expect(".o_cc_bar_waiting b").toHaveText("3");
    expect(".o_cc_bar_long").toHaveText("1 longer than 60 s");
    expect(".o_cc_bar_mine b").toHaveText("12");
    expect(".o_cc_bar_burning b").toHaveText("2");
    journal.figures.applyBar({ scope: "1_1", waiting_since: [] });
    journal.apply({ counts: { burning: 0 } });
    await animationFrame();
    expect(".o_cc_bar_waiting b").toHaveText("1");
    expect(".o_cc_bar_long").toHaveCount(0);
    expect(".o_cc_bar_burning").toHaveCount(0);
    await advanceTime(90000);
    await animationFrame();
    expect(".o_cc_bar_long").toHaveText("1 longer than 60 s");
});

test("without a connection nobody knows who waits", async () => {
    const journal = await mountBar({ bar: { waiting_since: SINCE } });
    journal.cut();
    await animationFrame();
    expect(".o_cc_bar_waiting b").toHaveText("–");
    expect(".o_cc_bar_long").toHaveCount(0);
    expect(".o_cc_bar_mine b").toHaveText("12");
});

test("without telephony there is no queue of callers", async () => {
    await mountBar({ bar: { waiting: 0 } });
    expect(".o_cc_bar_waiting").toHaveCount(0);
    expect(".o_cc_bar_mine b").toHaveText("12");
});

test("a figure opens its part of the list; help is a part for those who give it", async () => {
    await mountBar(
        { counts: { help: 1 } },
        { journal_rows: (tab) => expect.step(tab) || { rows: [], counts: {} } }
    );
    await click(".o_cc_bar_mine");
    await click(".o_cc_bar_help");
    expect.verifySteps(["mine", "help"]);
});

test("the search is the palette", async () => {
    mockService("command", { openMainPalette: () => expect.step("palette") });
    await mountBar();
    await click(".o_cc_bar_find");
    expect.verifySteps(["palette"]);
});

test("parts of other rooms stand where they say, in their order, while they may", async () => {
    class Part extends Component {
        static template = xml`<i class="o_part" t-out="props.journal.tab"/>`;
        static props = { journal: Object };
    }
    const parts = registry.category("cc_journal_bar");
    parts.add("test_end", { Component: Part, place: "end" }, { force: true });
    parts.add("test_start", { Component: Part }, { force: true });
    parts.add("test_never", { Component: Part, condition: () => false }, { force: true });
    await mountBar();
    expect(".o_cc_bar_start .o_part").toHaveCount(1);
    expect(".o_cc_bar_end .o_part").toHaveText("mine");
    ["test_end", "test_start", "test_never"].forEach((name) => parts.remove(name));
});
