import { expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { waitForChannels } from "@bus/../tests/bus_test_helpers";
import { AppealColumn } from "@cc_appeals/journal/appeal_column/appeal_column";
import { AppealWatch } from "@cc_appeals/journal/appeal_watch/appeal_watch";
import { Component, useState, xml } from "@odoo/owl";
import { mountWithCleanup, MockServer, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { defineJournalModels, makeOpened, makeTab, openJournal } from "./journal_card_test_helpers";

defineJournalModels();

class Place extends Component {
    static template = xml`
        <AppealWatch t-if="state.isHere" journal="props.journal" appealId="1" />
        <AppealColumn journal="props.journal" />`;
    static components = { AppealColumn, AppealWatch };
    static props = { journal: Object };

    setup() {
        this.state = useState({ isHere: true });
    }
}

function tell(type, payload) {
    MockServer.env["bus.bus"]._sendone("cc.appeal_1", type, { appeal_id: 1, ...payload });
}

async function mountWatch(read) {
    const looks = [];
    onRpc("cc.journal", "journal_look", ({ args }) => {
        looks.push(args);
        return { viewers: [], writing: [] };
    });
    const journal = await openJournal(read);
    const place = await mountWithCleanup(Place, { props: { journal } });
    await waitForChannels(["cc.appeal_1"]);
    return { journal, place, looks };
}

test("colleagues are told who looks, again and again, and when it is over", async () => {
    const { place, looks } = await mountWatch();
    expect(looks[0]).toEqual([1, true]);
    looks.length = 0;
    await advanceTime(40000);
    expect(looks).toEqual([
        [1, true],
        [1, true],
    ]);
    looks.length = 0;
    place.state.isHere = false;
    await animationFrame();
    await advanceTime(60000);
    expect(looks).toEqual([[1, false]]);
});

test("who looks is heard over the bus", async () => {
    const { journal } = await mountWatch();
    tell("cc_journal/viewers", { viewers: [{ user_id: 9, name: "Olga", how: "looks" }] });
    await waitUntil(() => journal.contact.viewers.length);
    expect(journal.contact.viewers.map(({ name }) => name)).toEqual(["Olga"]);
});

const closeD = { state: "closed", is_open: false, closing_method: "answered", allowed_steps: [] };
const closedBy = (user_id, name) => ({
    user_id,
    name,
    what: "closed",
    state: "closed",
    is_open: false,
});

test("closed by somebody else under the hand: a sentence, and the card as it is now", async () => {
    let now = {};
    const { journal } = await mountWatch(() => makeOpened({ appeals: [makeTab(1, now)] }, now));
    now = closeD;
    tell("cc_journal/appeal", closedBy(9, "Olga"));
    await animationFrame();
    await advanceTime(500);
    await animationFrame();
    expect(".o_cc_appeal_notice").toHaveText(
        "№ 26-000001 was closed by Olga. Your words are kept."
    );
    expect(".o_cc_status_current").toHaveText("Closed");
    expect(journal.contact.appeals[0].is_open).toBe(false);
});

test("closed by somebody else, and read before it was told: the sentence comes", async () => {
    let now = {};
    const { journal } = await mountWatch(() => makeOpened({ appeals: [makeTab(1, now)] }, now));
    now = closeD;
    await journal.loadContact();
    tell("cc_journal/appeal", closedBy(9, "Olga"));
    await animationFrame();
    expect(".o_cc_appeal_notice").toHaveCount(1);
});

test("what is done with an appeal closed long ago needs no sentence", async () => {
    const now = closeD;
    await mountWatch(() => makeOpened({ appeals: [makeTab(1, now)] }, now));
    tell("cc_journal/appeal", { ...closedBy(9, "Olga"), what: "changed" });
    await animationFrame();
    expect(".o_cc_appeal_notice").toHaveCount(0);
});

test("one's own step needs no sentence", async () => {
    await mountWatch();
    tell("cc_journal/appeal", closedBy(serverState.userId, "Me"));
    await animationFrame();
    await advanceTime(500);
    expect(".o_cc_appeal_notice").toHaveCount(0);
});

test("word of an appeal that was left this moment is no fault", async () => {
    onRpc("cc.journal", "journal_look", () => ({ viewers: [], writing: [] }));
    const journal = await openJournal();
    await mountWithCleanup(AppealWatch, { props: { journal, appealId: 1 } });
    await waitForChannels(["cc.appeal_1"]);
    journal.close();
    tell("cc_journal/appeal", closedBy(9, "Olga"));
    tell("cc_journal/viewers", { viewers: [] });
    await animationFrame();
    expect(journal.contact).toBe(null);
});
