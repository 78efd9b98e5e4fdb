import { _t } from "@web/core/l10n/translation";

/** How a call-back is settled by hand: each asks for a reason in place. */
export const CALLBACK_STEPS = {
    callback_done: {
        verb: _t("Settled otherwise"),
        sign: "check",
        hint: _t("How it was settled without a call"),
        method: "action_done",
    },
    callback_give_up: {
        verb: _t("Give up"),
        sign: "times",
        hint: _t("Why nobody will call"),
        method: "action_give_up",
    },
};
