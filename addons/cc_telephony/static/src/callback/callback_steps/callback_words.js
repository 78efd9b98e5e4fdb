import { _t } from "@web/core/l10n/translation";
import { STEPS } from "@cc_appeals/widgets/step_strip/steps";

/** How a call-back is settled by hand: asked in the same strip as steps of an appeal. */
export const CALLBACK_STEPS = {
    callback_done: {
        verb: _t("Settled"),
        sign: "check",
        fields: ["reason"],
        reasonHint: _t("How it was settled without a call"),
        method: "action_done",
        args: (values) => [values.reason],
    },
    callback_give_up: {
        verb: _t("Give up"),
        sign: "times",
        fields: ["reason"],
        reasonHint: _t("Why nobody will call"),
        method: "action_give_up",
        args: (values) => [values.reason],
    },
};

Object.assign(STEPS, CALLBACK_STEPS);
