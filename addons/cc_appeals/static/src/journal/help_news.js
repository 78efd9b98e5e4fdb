import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { getDesk } from "./desk/desk";

/** What became of a request, in a sentence to who asked; "" for what he did himself. */
function textOf({ state, how, helper: name, number }) {
    if (state === "joined") {
        return number
            ? _t("%(name)s helps you and sees № %(number)s.", { name, number })
            : _t("%(name)s helps you and sees this card.", { name });
    }
    return how === "taken_over"
        ? _t("%(name)s took № %(number)s over: it is yours no more. Your words are kept.", {
              name,
              number,
          })
        : "";
}

/**
 * Tell who asked for help what became of it: in the card if it is on screen, else at the
 * foot.
 *
 * @param {JournalState} journal
 * @param {Object} help a request as `cc.journal.help._as_dict` gives it
 */
export function tellHelp(journal, help) {
    const text = help.user_id === user.userId ? String(textOf(help)) : "";
    if (!text) {
        return;
    }
    if (help.appeal_id && help.appeal_id === journal.appealId) {
        getDesk(journal).notice = { text, isError: false };
    } else {
        journal.say(text);
    }
}
