import { expect, test } from "@odoo/hoot";
import { click, queryAllAttributes } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    clearRegistry,
    contains,
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";

import { colourItem } from "@cc_base/colours/colour_choice";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { UserMenu } from "@web/webclient/user_menu/user_menu";

defineMailModels();
const menu = registry.category("user_menuitems");

async function openMenu() {
    clearRegistry(menu);
    menu.add("cc_colours", colourItem);
    patchWithCleanup(session, { cc_color_scheme: "light" });
    mockService("action", { doAction: (action) => expect.step(action) });
    onRpc("res.users", "write", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mountWithCleanup(UserMenu);
    await contains("button").click();
}

test("the user's choice is marked", async () => {
    await openMenu();
    expect(queryAllAttributes("[data-colours]", "data-colours")).toEqual([
        "light",
        "dark",
        "system",
    ]);
    expect("[aria-checked=true]").toHaveAttribute("data-colours", "light");
    expect("[data-colours=dark]").toHaveAttribute("role", "menuitemradio");
});

test("a choice is kept and the page loaded again", async () => {
    await openMenu();
    await click("[data-colours=dark]");
    await animationFrame();
    expect.verifySteps([[[serverState.userId], { cc_color_scheme: "dark" }], "reload_context"]);
});

test("what is chosen already changes nothing", async () => {
    await openMenu();
    await click("[data-colours=light]");
    await animationFrame();
    expect.verifySteps([]);
});
