import { _t } from "@web/core/l10n/translation";

/** Why a row waits, where it is more than a first letter. */
export const WHY_SIGNS = {
    follow_up: { icon: "repeat", label: _t("Wrote again") },
    bounced: { icon: "exclamation-triangle", label: _t("Our answer came back"), isBad: true },
    taken_back: { icon: "undo", label: _t("The answer was taken back") },
    answer_came: { icon: "reply", label: _t("The awaited answer is there") },
    claimed: { icon: "question-circle", label: _t("Names an appeal of another person") },
    help: { icon: "life-ring", label: _t("A colleague asks for help") },
};
