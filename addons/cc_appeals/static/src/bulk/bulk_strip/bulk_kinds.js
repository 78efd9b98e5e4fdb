import { _t } from "@web/core/l10n/translation";

/** What each step of many appeals asks for. The server decides what is allowed. */
export const BULK_KINDS = {
    assign: { verb: _t("Assign"), sign: "user", fields: ["owner"] },
    hand_over: { verb: _t("Hand over"), sign: "arrow-right", fields: ["department"] },
    answer: { verb: _t("Answer"), sign: "reply", fields: ["answer", "closing"] },
    close: { verb: _t("Close"), sign: "check", fields: ["closing", "note"] },
    join: { verb: _t("Join to a mass incident"), sign: "bullhorn", fields: ["incident"] },
    leave: { verb: _t("Take out of the mass incident"), sign: "sign-out", fields: [] },
};
