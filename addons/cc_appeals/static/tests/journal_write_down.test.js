import { expect, test } from "@odoo/hoot";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { press, waitFor } from "@odoo/hoot-dom";
import { ContactColumn } from "@cc_appeals/journal/contact_column/contact_column";
import { WriteDown } from "@cc_appeals/journal/write_down/write_down";
import { contains, makeServerError } from "@web/../tests/web_test_helpers";
import {
    defineJournalModels,
    makeOpened,
    mountPart,
    openJournal,
    serveJournal,
} from "./journal_card_test_helpers";
import { makeJournal } from "./journal_test_helpers";
import { dropFiles, fileOf, mockUploads } from "./upload_test_helpers";

defineJournalModels();

const START = {
    kinds: [
        ["paper", "Paper letter"],
        ["visit", "Visit"],
    ],
    limit_bytes: 1024 * 1024,
    directions: [
        { id: 1, name: "Line", kinds: ["paper", "visit"], clients: [{ id: 2, name: "Region" }] },
        { id: 3, name: "Other line", kinds: ["visit"], clients: [{ id: 2, name: "Region" }] },
    ],
};
const WRITTEN = {
    kind: "paper",
    direction_id: 1,
    client_id: 0,
    partner_id: 7,
    about_id: false,
    name: "Pit in the yard",
    text: "There is a pit",
    day: "2026-03-12",
    paper_number: "",
    is_answer_promised: false,
    file_ids: [],
};
const MADE = { id: 9, number: "26-000009", contact_id: 31 };
const NOBODY = Object.fromEntries(
    Object.entries(WRITTEN).filter(([name]) => name !== "partner_id")
);
const props = { onDone: (made) => expect.step(made), onDrop: () => expect.step("dropped") };

function serve(write = () => MADE) {
    serveJournal({ journal_write_down: write });
    serveJournal({ journal_paper_start: () => START });
}

async function mountWriteDown(journal) {
    mockDate("2026-03-12 10:00:00", 0);
    journal ||= await openJournal();
    await mountPart(WriteDown, journal, props);
    expect.verifySteps([["journal_paper_start"]]);
    return journal;
}

async function write() {
    await contains("[name=written_matter]").edit("Pit in the yard", { confirm: false });
    await contains("[name=written_text]").edit("There is a pit", { confirm: false });
}

test("the person on screen is filled in; ctrl+enter registers", async () => {
    serve();
    await mountWriteDown();
    expect("[name=written_matter]").toBeFocused();
    expect("[name=person_name]").toHaveCount(0);
    expect(".o_cc_write_down_register").not.toBeEnabled();
    await write();
    await press(["ctrl", "Enter"]);
    await animationFrame();
    expect.verifySteps([["journal_write_down", WRITTEN, "token"], MADE]);
});

test("a second letter joins an open appeal and needs no matter", async () => {
    serve();
    await mountWriteDown();
    await contains("[name=about]").select("2");
    expect("[name=written_matter]").toHaveCount(0);
    await contains("[name=written_number]").edit("7-A", { confirm: false });
    await contains("[name=written_text]").edit("There is a pit", { confirm: false });
    await contains(".o_cc_write_down_register").click();
    const told = { ...WRITTEN, about_id: 2, name: "", paper_number: "7-A" };
    expect.verifySteps([["journal_write_down", told, "token"], MADE]);
});

test("with nobody on screen a new person is written down", async () => {
    serve();
    await mountWriteDown(makeJournal());
    await contains("[data-kind=visit]").click();
    await contains("[name=person_name]").edit("Ivan New", { confirm: false });
    await contains("[name=person_phone]").edit("+7 916 000-09-99", { confirm: false });
    await contains("[type=checkbox]").click();
    await write();
    await contains(".o_cc_write_down_register").click();
    const visit = { ...NOBODY, kind: "visit", is_answer_promised: true };
    const person = {
        person_name: "Ivan New",
        person_phone: "+7 916 000-09-99",
        person_email: "",
    };
    expect.verifySteps([["journal_write_down", { ...visit, ...person }, "token"], MADE]);
});

test("a kind the line has no channel for is not offered", async () => {
    serve();
    await mountWriteDown();
    expect("[data-kind=paper]").toBeEnabled();
    await contains("#o_cc_written_direction").select("3");
    expect("[data-kind=paper]").not.toBeEnabled();
    expect("[data-kind=visit]").toHaveClass("active");
});

test("a refusal is told in place; Esc leaves the words for the next time", async () => {
    serve(() => {
        throw makeServerError({
            type: "odoo.exceptions.UserError",
            message: "The topic is archived",
        });
    });
    const journal = await mountWriteDown();
    await write();
    await contains(".o_cc_write_down_register").click();
    await waitFor("[role=alert]");
    expect("[role=alert]").toHaveText("The topic is archived");
    expect.verifySteps([["journal_write_down", WRITTEN, "token"]]);
    await press("Escape");
    expect.verifySteps(["dropped"]);
    await mountPart(WriteDown, journal, props);
    expect("[name=written_text]:last").toHaveValue("There is a pit");
    expect.verifySteps([["journal_paper_start"]]);
});

test("a scan too large is refused by name, before it goes", async () => {
    serve();
    mockUploads();
    await mountWriteDown();
    await dropFiles(".o_cc_write_down", fileOf("scan.pdf", 2 * 1024 * 1024));
    expect(".o_cc_reply_file_refused").toHaveText(/scan\.pdf/);
    expect(".o_cc_reply_file").toHaveCount(0);
});

test("it opens in the contact's place by its key, and shows what was made", async () => {
    serve();
    mockDate("2026-03-12 10:00:00", 0);
    const journal = makeJournal({ journal_contact: () => makeOpened() });
    await mountPart(ContactColumn, journal);
    expect(".o_cc_write_down").toHaveCount(0);
    journal.server("write_down")();
    await waitFor(".o_cc_write_down");
    expect(".o_cc_contact_empty").toHaveCount(0);
    await write();
    await contains(".o_cc_write_down_register").click();
    await waitFor(".o_cc_contact_head");
    expect(".o_cc_write_down").toHaveCount(0);
    expect(journal.opened).toEqual({ key: "cc.appeal,9", model: "cc.appeal", id: 9 });
    await waitFor(".o_cc_contact_registered");
    const registered = /№ 26-000009\. Paper letter of 03\/12\/2026/;
    expect(".o_cc_contact_registered").toHaveText(registered);
    const nameless = { ...NOBODY, person_name: "", person_phone: "", person_email: "" };
    expect.verifySteps([["journal_paper_start"], ["journal_write_down", nameless, "token"]]);
});
