import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { press, waitFor, waitUntil } from "@odoo/hoot-dom";
import { PaperSheet } from "@cc_appeals/journal/paper_sheet/paper_sheet";
import { contains, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { loseConnection } from "./composer_test_helpers";
import {
    defineJournalModels,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";
import { dropFiles, fileOf, mockUploads } from "./upload_test_helpers";

defineJournalModels();

const REGISTERED = {
    number: "01-12/7",
    body: "It is on",
    day: "2026-03-12",
    file_ids: [],
};
const SENT = ["sent", 31, "Registered: outgoing letter № 01-12/7 of 03/12/2026"];
const props = { appealId: 1, onSent: (id, text) => expect.step(["sent", id, text]) };

async function mountPaper() {
    mockDate("2026-03-12 10:00:00", 0);
    await mountPart(PaperSheet, await openJournal(), props);
}

async function write() {
    await contains(".o_cc_paper_number").edit("01-12/7", { confirm: false });
    await contains(".o_cc_note_text").edit("It is on", { confirm: false });
}

test("ctrl+enter registers the letter once and empties the sheet", async () => {
    serveJournal({ journal_paper_sent: () => 31 });
    await mountPaper();
    expect(".o_cc_reply_head").toHaveText(/Anna Smirnova, Garden street, 14/);
    expect(".o_cc_paper_register").not.toBeEnabled();
    await write();
    await press(["ctrl", "Enter"]);
    await press(["ctrl", "Enter"]);
    await animationFrame();
    expect.verifySteps([["journal_paper_sent", 1, REGISTERED, "token"], SENT]);
    expect(".o_cc_paper_number").toHaveValue("");
});

test("a scan goes up at once and stands for the text", async () => {
    serveJournal({ journal_paper_sent: () => 31 });
    const requests = mockUploads();
    await mountPaper();
    await contains(".o_cc_paper_number").edit("8", { confirm: false });
    await dropFiles(".o_cc_paper_sheet", fileOf("scan.pdf", 2048));
    expect.verifySteps([["scan.pdf", "cc.appeal.intake", "0"]]);
    expect(".o_cc_paper_register").not.toBeEnabled();
    requests[0].finish(200, [{ id: 91 }]);
    await waitFor(".o_cc_paper_register:enabled");
    await contains(".o_cc_paper_register").click();
    const told = { number: "8", body: "", day: "2026-03-12", file_ids: [91] };
    const sent = ["sent", 31, "Registered: outgoing letter № 8 of 03/12/2026"];
    expect.verifySteps([["journal_paper_sent", 1, told, "token"], sent]);
    expect(".o_cc_reply_file").toHaveCount(0);
});

test("words and scans are there again after the page went", async () => {
    const requests = mockUploads();
    await mountPaper();
    await write();
    await dropFiles(".o_cc_paper_sheet", fileOf("scan.pdf", 2048));
    requests[0].finish(200, [{ id: 91 }]);
    await waitFor(".o_cc_reply_file a");
    await mountPart(PaperSheet, await openJournal(), props);
    expect(".o_cc_note_text:last").toHaveValue("It is on");
    expect(".o_cc_paper_number:last").toHaveValue("01-12/7");
    expect(".o_cc_paper_sheet:last .o_cc_reply_file a").toHaveText("scan.pdf");
    expect.verifySteps([["scan.pdf", "cc.appeal.intake", "0"]]);
});

test("without a connection it goes by itself later, with one token", async () => {
    serveJournal({ journal_paper_sent: () => 31 });
    await mountPaper();
    await write();
    const line = loseConnection("journal_paper_sent");
    await contains(".o_cc_paper_register").click();
    await waitFor("[role=alert]");
    expect("[role=alert]").toHaveText(/kept here/);
    line.isDown = false;
    await advanceTime(5000);
    await animationFrame();
    expect(new Set(line.asked).size).toBe(1);
    expect.verifySteps([["journal_paper_sent", 1, REGISTERED, "token"], SENT]);
});

test("a slash brings the templates of the answer; an empty place is named", async () => {
    const BODY = "Handed over: . Wait for it.";
    const empty = [{ label: "department", around: "nded over: . Wait for " }];
    mockDate("2026-03-12 10:00:00", 0);
    await mountPart(PaperSheet, await openJournal(), {
        ...props,
        templates: () => [{ id: 21, name: "Handed over", is_of_topic: false }],
        askTemplate: async (id) => {
            expect.step(["template", id]);
            return { subject: "", body: BODY, empty };
        },
    });
    await contains(".o_cc_note_text").edit("/han", { confirm: false });
    await waitFor(".o_cc_template");
    await press("Enter");
    await waitFor(".o_cc_reply_empty");
    expect.verifySteps([["template", 21]]);
    expect(".o_cc_note_text").toHaveValue(BODY);
    expect(".o_cc_note_text").toBeFocused();
    expect(".o_cc_reply_empty").toHaveText(/empty: department/);
    await contains(".o_cc_note_text").edit("Handed over: Water works.", { confirm: false });
    expect(".o_cc_reply_empty").toHaveCount(0);
});

test("it is printed in a frame of its own, as text", async () => {
    let printed = 0;
    patchWithCleanup(HTMLIFrameElement.prototype, {
        get contentWindow() {
            return { addEventListener: () => {}, print: () => printed++ };
        },
    });
    await mountPaper();
    expect(".o_cc_paper_print").not.toBeEnabled();
    await write();
    await contains(".o_cc_note_text").edit("<b>It</b> is on", { confirm: false });
    await contains(".o_cc_paper_print").click();
    // it stands beside all that is on the screen
    const frame = document.querySelector("iframe.o_cc_paper_frame");
    expect(frame.srcdoc).toInclude("01-12/7");
    expect(frame.srcdoc).toInclude("Anna Smirnova");
    expect(frame.srcdoc).toInclude("26-000001");
    expect(frame.srcdoc).toInclude("&lt;b&gt;It&lt;/b&gt; is on");
    await waitUntil(() => printed);
    frame.remove();
    expect(printed).toBe(1);
});
