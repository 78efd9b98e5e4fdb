import { expect, test } from "@odoo/hoot";
import { toRaw } from "@odoo/owl";
import { getService, makeMockEnv } from "@web/../tests/web_test_helpers";

test("what a dialog calls when it is gone is watched by nothing", async () => {
    await makeMockEnv();
    const ui = toRaw(getService("ui"));
    const held = Object.getOwnPropertyDescriptor(ui, "deactivateElement");
    // what owl does not watch
    expect(held.writable || held.configurable).toBe(false);
    ui.activateElement(document.body);
    ui.deactivateElement(document.body);
    expect(ui.activeElement).toBe(document);
});
