import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { attempt } from "../journal/attempt";

// digits with what people put between them, a whole address, or a number of another register
const NUMBER =
    /^\s*(?:(?:№|N[o\u043e]?\.?)?\s*\+?\(?\d[\d\s()\-\u2010-\u2015]{2,}|\S+@\S+\.\S+|(?=\S{3})\S*\d\S*)\s*$/i;
// letters of any alphabet: a name, though it may be a menu's as well
const NAME = /^\s*\p{L}{4}[\p{L}\s'\u2019-]*$/u;
const PERSON_FORM = "cc_base.res_partner_view_form_applicant";

/** In the Journal a record opens in its place, elsewhere as a form. */
function openRecord(env, { model, id }) {
    const journal = env.services.cc_journal.current;
    if (journal) {
        return attempt(journal, () => journal.open({ model, id }));
    }
    return env.services.action.doAction({
        type: "ir.actions.act_window",
        res_model: model,
        res_id: id,
        views: [[false, "form"]],
        context: model === "res.partner" ? { form_view_ref: PERSON_FORM } : {},
    });
}

/** Nothing has this number: say so, and lead to the search, which asks more. */
function nothing(env, typed) {
    return {
        category: "app",
        name: _t("Nobody and no appeal has “%s”. Search in all appeals", typed),
        action: () =>
            env.services.action.doAction("cc_appeals.cc_appeal_action", {
                additionalContext: { search_default_name: typed },
                viewType: "list",
            }),
    };
}

/** A number opens its appeal, a phone, address or name its person: Ctrl+K, type, Enter. */
export const appealPalette = {
    async provide(env, { searchValue = "" } = {}) {
        const isNumber = NUMBER.test(searchValue);
        if (!isNumber && !NAME.test(searchValue)) {
            return [];
        }
        const typed = searchValue.trim();
        const found = await env.services.orm.silent.call("cc.appeal", "palette_find", [typed]);
        if (!found.length && isNumber) {
            return [nothing(env, typed)];
        }
        return found.map((record) => ({
            // under the menus when a word was typed: it may be theirs
            category: isNumber ? "app" : "default",
            // the palette drops what does not look like the typed text, as a mask does not
            name: record.name.includes(typed) ? record.name : `${typed} · ${record.name}`,
            action: () => openRecord(env, record),
        }));
    },
};

registry.category("command_provider").add("cc_appeals", appealPalette);
