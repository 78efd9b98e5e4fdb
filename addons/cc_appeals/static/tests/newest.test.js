import { beforeEach, expect, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { getDesk } from "@cc_appeals/journal/desk/desk";
import { Newest } from "@cc_appeals/journal/newest";
import { makeContact, makeJournal } from "./journal_test_helpers";

beforeEach(allowTranslations);

test("the newest answer counts, and who asked before is let go", async () => {
    const newest = new Newest();
    const [first, second] = [new Deferred(), new Deferred()];
    const asked = [first, second].map((each) => newest.of(each, expect.step));
    second.resolve("second");
    first.reject(new Error("nobody asks for it any more"));
    await Promise.all(asked);
    expect.verifySteps(["second"]);
});

test("the newest refusal is heard", async () => {
    const asked = new Newest().of(Promise.reject(new Error("refused")), () => {});
    await expect(asked).rejects.toThrow("refused");
});

function waiting(count) {
    const answers = Array.from({ length: count }, () => new Deferred());
    const left = [...answers];
    return { answers, journal: makeJournal({ journal_contact: () => left.shift() }) };
}

test("reading anew while another reading goes on leaves nobody waiting", async () => {
    const { answers, journal } = waiting(2);
    const opening = journal.open({ model: "cc.appeal", id: 7 });
    const renewing = journal.loadContact();
    answers.forEach((each) => each.resolve(makeContact(7)));
    await Promise.all([opening, renewing]);
    expect(journal.appealId).toBe(7);
});

test("what was closed before it came stays closed", async () => {
    const { answers, journal } = waiting(1);
    const opening = journal.open({ model: "cc.appeal", id: 7 });
    journal.close();
    answers[0].resolve(makeContact(7));
    await opening;
    await getDesk(journal).refresh();
    expect([journal.contact, journal.opened]).toEqual([null, null]);
    expect(getDesk(journal).notice).toBe(null);
});
