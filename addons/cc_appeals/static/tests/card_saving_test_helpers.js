import { expect } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";
import { AppealCard } from "@cc_appeals/journal/appeal_card/appeal_card";
import { CARD_FIELDS } from "@cc_appeals/journal/appeal_card/card_model";
import { getService, makeMockEnv, makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { makeValues, mountPart } from "./journal_card_test_helpers";

export const topic = ".o_cc_appeal_field[data-name=topic_id] input";
export const matter = ".o_cc_appeal_field[data-name=name] textarea";

export async function loadCardFields() {
    mockDate("2026-03-12 10:00:00", 0);
    await makeMockEnv();
    const options = { fieldNames: CARD_FIELDS };
    return getService("field").loadFields("cc.appeal", options);
}

export async function mountCard(journal, appealId = 1) {
    return mountPart(AppealCard, journal, { appealId, fields: await loadCardFields() });
}

/**
 * A server that takes what is changed, unless `line.fault` says why not; what it does not
 * take is a step as well, unless `line.isTriedOften`: a clock decides how often then.
 */
export function serveSaving(line = {}) {
    onRpc("cc.journal", "journal_save", ({ args }) => {
        const [id, changes, base] = args;
        if (!line.fault || !line.isTriedOften) {
            expect.step([changes, base]);
        }
        if (line.fault) {
            throw line.fault;
        }
        return { appeal: { [id]: makeValues(id, { name: changes.name, ...line.values }) } };
    });
    return line;
}

export const conflict = makeServerError({
    message: "Now there is: Pipe burst",
    context: { changed: { id: 1, name: "Pipe burst" } },
});

export function kept() {
    return getService("cc_words").read("card:cc.appeal,1");
}
