import { expect, test } from "@odoo/hoot";
import { animationFrame, edit, press, queryAllTexts, runAllTimers } from "@odoo/hoot-dom";
import { MainComponentsContainer } from "@web/core/main_components_container";
import {
    contains,
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { appealPalette } from "@cc_appeals/palette/appeal_palette";
import { defineAppealModels } from "./cc_appeals_test_helpers";

const APPEAL = { model: "cc.appeal", id: 7, name: "№ 26-000123 No water" };
const PERSON = { model: "res.partner", id: 9, name: "Anna Smirnova" };

defineAppealModels();

async function type(text) {
    await mountWithCleanup(MainComponentsContainer);
    await press(["control", "k"]);
    await animationFrame();
    await contains(".o_command_palette_search input").click();
    await edit(text, { confirm: false });
    await runAllTimers();
    await animationFrame();
}

function answer(...found) {
    onRpc("cc.appeal", "palette_find", ({ args }) => {
        expect.step(args[0]);
        return found;
    });
    mockService("action", {
        doAction: (action, options) => {
            const { res_model, res_id, context } = action;
            expect.step(
                res_model
                    ? [res_model, res_id, context.form_view_ref || ""]
                    : [action, options.additionalContext]
            );
        },
    });
    const commands = registry.category("command_provider");
    patchWithCleanup(commands, { getAll: () => [appealPalette] });
}

test("a number opens its appeal with Enter", async () => {
    answer(APPEAL);
    await type("26-000123");
    expect(queryAllTexts(".o_command_name")).toEqual(["№ 26-000123 No water"]);
    await press("enter");
    await animationFrame();
    expect.verifySteps(["26-000123", ["cc.appeal", 7, ""]]);
});

test("a whole phone opens its person, though the name does not look like it", async () => {
    answer(PERSON);
    await type("8 (916) 000-00-67");
    expect(queryAllTexts(".o_command_name")).toEqual(["8 (916) 000-00-67 · Anna Smirnova"]);
    await press("enter");
    await animationFrame();
    expect.verifySteps([
        "8 (916) 000-00-67",
        ["res.partner", 9, "cc_base.res_partner_view_form_applicant"],
    ]);
});

test("the server is asked for numbers, addresses and names only", async () => {
    answer(APPEAL);
    const env = { services: { orm: { silent: { call: () => [APPEAL] } } } };
    const asked = ["№ 26-000123", "000", "+7 916 000-00-67", "anna@example.ru", "No. 123"];
    for (const typed of [...asked, "OG-115/23", "Smirnova", "anna smirn"]) {
        const found = await appealPalette.provide(env, { searchValue: typed });
        expect(found).toHaveLength(1, { message: typed });
    }
    for (const typed of ["", "12", "no", "water 5", "anna@", "appeal 26"]) {
        const found = await appealPalette.provide(env, { searchValue: typed });
        expect(found).toHaveLength(0, { message: typed });
    }
    expect.verifySteps([]);
});

test("a number that nobody has says so and leads to the search", async () => {
    answer();
    await type("26-999999");
    expect(".o_command_name").toHaveCount(1);
    expect(".o_command_name").toHaveText(/26-999999/);
    await press("enter");
    await animationFrame();
    expect.verifySteps([
        "26-999999",
        ["cc_appeals.cc_appeal_action", { search_default_name: "26-999999" }],
    ]);
});

test("a word that is nobody's name says nothing: menus are looked for too", async () => {
    const env = { services: { orm: { silent: { call: () => [] } } } };
    expect(await appealPalette.provide(env, { searchValue: "water" })).toEqual([]);
});
