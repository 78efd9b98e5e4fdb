import { expect, test } from "@odoo/hoot";
import { manuallyDispatchProgrammaticEvent, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountComposer, serveReplies } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";

defineAppealModels();

function transferOf(text) {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "table.png", { type: "image/png" }));
    if (text) {
        transfer.setData("text/plain", text);
    }
    return transfer;
}

test("files held over the sheet are invited, and not when they leave", async () => {
    serveReplies();
    await mountComposer({ isOpen: true });
    const sheet = queryOne(".o_cc_reply_sheet");
    await manuallyDispatchProgrammaticEvent(sheet, "dragover", { dataTransfer: transferOf() });
    await waitFor(".o_cc_reply_drop_hint");
    await manuallyDispatchProgrammaticEvent(sheet, "dragleave", { relatedTarget: document.body });
    await animationFrame();
    expect(".o_cc_reply_drop_hint").toHaveCount(0);
});

test("a table pasted from an office program stays text", async () => {
    serveReplies();
    await mountComposer({ isOpen: true });
    await manuallyDispatchProgrammaticEvent(queryOne(".o_cc_reply_text"), "paste", {
        clipboardData: transferOf("a\tb"),
    });
    await animationFrame();
    expect(".o_cc_reply_file").toHaveCount(0);
});

test("the line of keys and labels is there for who does not see", async () => {
    serveReplies();
    await mountComposer({ isOpen: true });
    expect(".o_cc_reply_text").toHaveAttribute("aria-label", "Text of the answer");
    expect(".o_cc_reply_subject").toHaveAttribute("aria-label", "Subject");
    const why = queryOne(".o_cc_reply_why").id;
    expect(".o_cc_reply_send").toHaveAttribute("aria-describedby", why);
});
