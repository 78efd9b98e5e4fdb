import { beforeEach, expect, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";
import { mountView } from "@web/../tests/web_test_helpers";
import { CALLBACK_LIST, defineCallbackModels } from "./cc_callback_test_helpers";

defineCallbackModels();
beforeEach(() => mockDate("2026-03-02 10:20:00", 0));

test("near its end it is amber, then red, and says that it is a call that is due", async () => {
    await mountView({ type: "list", resModel: "cc.callback", arch: CALLBACK_LIST });
    expect(".o_data_row:eq(0) .o_cc_clock").toHaveAttribute("data-term", "warning");
    expect(".o_data_row:eq(1) .o_cc_clock").toHaveAttribute("data-term", "late");
    expect(".o_data_row:eq(2) .o_cc_clock").toHaveAttribute("data-term", "done");
    expect(".o_data_row:eq(0) .o_cc_clock").toHaveAttribute("title", /^Call before /);
});
