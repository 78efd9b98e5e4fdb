import { expect, test } from "@odoo/hoot";
import { click, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { makeMockEnv, onRpc } from "@web/../tests/web_test_helpers";
import { sizeText } from "@cc_appeals/composer/reply_files/size_text";
import { DRAFT, mountComposer, serveReplies } from "./composer_test_helpers";
import { defineAppealModels } from "./cc_appeals_test_helpers";
import { dropFiles, fileOf, mockUploads } from "./upload_test_helpers";

defineAppealModels();

const drop = (...files) => dropFiles(".o_cc_reply_sheet", ...files);

test("a dropped file goes into the draft, shows how far it is and can be removed", async () => {
    const requests = mockUploads();
    serveReplies();
    onRpc("ir.attachment", "unlink", ({ args }) => {
        expect.step(["unlink", args[0]]);
        return true;
    });
    await mountComposer({ isOpen: true });
    await drop(fileOf("act.pdf", 2048));
    await waitFor(".o_cc_reply_file_running");
    await animationFrame();
    const [xhr] = requests;
    xhr.upload.dispatchEvent(new ProgressEvent("progress", { loaded: 1024, total: 2048 }));
    await animationFrame();
    expect("[role=progressbar]").toHaveText("50 %");
    expect(".o_cc_reply_why").toHaveText("A file is still on its way");
    xhr.finish(200, [{ id: 31, filename: "act.pdf", size: 2048 }]);
    await waitFor(".o_cc_reply_file:not(.o_cc_reply_file_running)");
    expect(".o_cc_reply_file a").toHaveText("act.pdf");
    expect(".o_cc_reply_file .o_cc_quiet").toHaveText("2 KB");
    await click(".o_cc_reply_file_remove");
    await animationFrame();
    expect(".o_cc_reply_file").toHaveCount(0);
    const empty = { subject: "Re: No water", body: "", channel_id: 1, recipient_id: 11 };
    expect.verifySteps([
        ["reply_save", { ...empty, version: false }],
        ["act.pdf", "cc.reply.draft", "5"],
        ["unlink", [31]],
    ]);
});

test("a file too large for a letter is named with its size and not sent anywhere", async () => {
    mockUploads();
    serveReplies({ draft: DRAFT });
    await mountComposer({ isOpen: true });
    await drop(fileOf("scan.pdf", 25 * 1024 * 1024));
    await waitFor(".o_cc_reply_file_refused");
    expect(".o_cc_reply_file_refused").toHaveText(
        "“scan.pdf” has 25 MB, a letter takes 18 MB at most."
    );
    expect(".o_cc_reply_file").toHaveCount(0);
    expect.verifySteps([]);
});

test("a refused upload says why, a stopped one says nothing", async () => {
    const requests = mockUploads();
    serveReplies({ draft: DRAFT });
    await mountComposer({ isOpen: true });
    await drop(fileOf("a.pdf", 10), fileOf("b.pdf", 10));
    await waitFor(".o_cc_reply_file_running");
    requests[0].finish(200, [{ error: "You are not allowed to upload an attachment here." }]);
    await waitFor(".o_cc_reply_file_refused");
    expect(".o_cc_reply_file_refused").toHaveText(
        "“a.pdf” was not attached: You are not allowed to upload an attachment here."
    );
    await click(".o_cc_reply_file_remove");
    await animationFrame();
    expect(".o_cc_reply_file").toHaveCount(0);
    expect(".o_cc_reply_file_refused").toHaveCount(1);
    expect.verifySteps([
        ["a.pdf", "cc.reply.draft", "5"],
        ["b.pdf", "cc.reply.draft", "5"],
    ]);
});

test("sizes are said as people say them", async () => {
    await makeMockEnv();
    expect(String(sizeText(640))).toBe("640 B");
    expect(String(sizeText(48 * 1024))).toBe("48 KB");
    expect(String(sizeText(1.25 * 1024 * 1024))).toMatch(/^1[.,]3 MB$/);
});
