import { _t } from "@web/core/l10n/translation";
import { attempt } from "../attempt";

/** Take a row for oneself; it goes where it belongs at once, the bus says so to the others. */
export async function takeRow(journal, { key, who }) {
    const { tab } = journal;
    await attempt(journal, async () => {
        const { now, rows, refused } = await journal.orm.call("cc.journal", "journal_take", [[key]]);
        if (refused.length) {
            journal.say(refused[0].sentence, { isError: true });
            return;
        }
        rows.forEach((row) => journal.apply({ now, tab: row.tab, upsert: [row] }));
        if (!rows.some((row) => row.tab === tab)) {
            journal.apply({ now, tab, gone: [key] });
            journal.dropGone();
        }
        journal.say(_t("Taken: %s", who));
    });
}
