import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KEYS } from "../journal_keys/key_table";

/** An action of the Journal in the palette, with the keys that do the same. */
export class JournalCommand extends Component {
    static template = "cc_appeals.JournalCommand";
    static props = ["keys", "name?", "searchValue?", "executeCommand", "slots"];
}

/** What can be done with the row and the contact on screen: only what some part serves. */
export const journalPalette = {
    provide(env) {
        const journal = env.services.cc_journal.current;
        if (!journal) {
            return [];
        }
        return KEYS.filter(({ name }) => journal.server(name)).map((key) => ({
            Component: JournalCommand,
            category: "cc_journal",
            name: String(key.label),
            props: { keys: key.keys },
            action: () => journal.server(key.name)?.(),
        }));
    },
};

registry
    .category("command_categories")
    .add("cc_journal", { name: _t("Journal") }, { sequence: 5 });
registry.category("command_provider").add("cc_journal", journalPalette);
