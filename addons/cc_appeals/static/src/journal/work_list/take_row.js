import { _t } from "@web/core/l10n/translation";
import { attempt } from "../attempt";

/** Take a row for oneself; it leaves the queue at once, the bus says so to the others. */
export async function takeRow(journal, row) {
    const { tab } = journal;
    const ask = () => journal.orm.call("cc.journal", "journal_take", [[row.key]]);
    if (!(await attempt(journal, ask))) {
        return;
    }
    if (tab === "queue") {
        journal.apply({ tab, gone: [{ key: row.key, why: _t("Taken by you") }] });
        journal.dropGone();
    }
    journal.say(_t("Taken: %s", row.who));
}
