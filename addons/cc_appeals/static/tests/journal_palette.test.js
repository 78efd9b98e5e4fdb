import { expect, test } from "@odoo/hoot";
import { animationFrame, press, queryAllTexts, runAllTimers } from "@odoo/hoot-dom";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { registry } from "@web/core/registry";
import { getService, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { journalPalette } from "@cc_appeals/journal/journal_find/journal_palette";
import { appealPalette } from "@cc_appeals/palette/appeal_palette";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { makeContact, makeJournal } from "./journal_test_helpers";

defineAppealModels();

test("the palette offers what can be done now, with its keys", async () => {
    const commands = registry.category("command_provider");
    patchWithCleanup(commands, { getAll: () => [journalPalette] });
    await mountWithCleanup(MainComponentsContainer);
    const journal = makeJournal();
    journal.addKey("answer", () => expect.step("answer"));
    const remove = journal.addKey("take", () => {});
    remove();
    getService("cc_journal").current = journal;
    await press(["control", "k"]);
    await runAllTimers();
    await animationFrame();
    expect(queryAllTexts(".o_command kbd")).toEqual(["R"]);
    await press("enter");
    await animationFrame();
    expect.verifySteps(["answer"]);
});

test("without the Journal there is nothing of it in the palette", async () => {
    const env = { services: { cc_journal: { current: null } } };
    expect(journalPalette.provide(env)).toEqual([]);
});

test("what was found opens in the Journal, not over it", async () => {
    const journal = makeJournal({ journal_contact: (model, id) => makeContact(id) });
    const found = { model: "res.partner", id: 9, name: "26-000123" };
    const orm = { silent: { call: () => [found] } };
    const env = { services: { orm, cc_journal: { current: journal } } };
    const [command] = await appealPalette.provide(env, { searchValue: "26-000123" });
    await command.action();
    expect(journal.opened.key).toBe("res.partner,9");
    expect(journal.contact.person.id).toBe(9);
});
