import { _t } from "@web/core/l10n/translation";

/**
 * What each step of the status line asks for and how it is sent. The server alone decides
 * what is allowed and complete; this only knows which fields to show.
 */
export const STEPS = {
    hand_over: {
        verb: _t("Hand over"),
        sign: "arrow-right",
        fields: ["department"],
        method: "action_hand_over",
        args: (values) => [values.department, false],
    },
    rework: {
        verb: _t("Give back for rework"),
        sign: "repeat",
        fields: ["department", "reason"],
        reasonHint: _t("What is missing in the answer"),
        method: "action_rework",
        args: (values) => [values.department, values.reason],
    },
    take_back: {
        verb: _t("Take back"),
        sign: "undo",
        fields: ["reason"],
        reasonHint: _t("Why it comes back"),
        method: "action_take_back",
        args: (values) => [values.reason],
    },
    await_feedback: {
        verb: _t("Await an answer"),
        sign: "reply",
        fields: ["source", "control"],
        method: "action_await_feedback",
        args: (values) => [values.source, values.control],
    },
    close: {
        verb: _t("Close"),
        sign: "check",
        fields: ["closing", "note"],
        method: "action_close",
        args: (values) => [values.closing, values.note],
    },
    reopen: {
        verb: _t("Open again"),
        sign: "undo",
        fields: ["reason"],
        reasonHint: _t("Why it is opened again"),
        method: "action_reopen",
        args: (values) => [values.reason],
    },
    reopen_to_department: {
        verb: _t("Open again in a department"),
        sign: "arrow-right",
        fields: ["department", "reason"],
        reasonHint: _t("Why it is opened again"),
        method: "action_reopen_to_department",
        args: (values) => [values.department, values.reason],
    },
    // a closing that needs no choice
    spam: {
        verb: _t("Close as spam"),
        sign: "ban",
        fields: ["note"],
        method: "action_close",
        args: (values) => ["spam", values.note],
    },
    // no step of the status line: it is asked in the same way
    no_answer: {
        verb: _t("No answer needed"),
        sign: "check",
        fields: ["choice", "note"],
        method: "action_no_answer",
        args: (values) => [values.choice, values.note],
    },
};

/** @returns {string} a mark by which the server knows a repeated request */
export function newToken() {
    if (globalThis.crypto?.randomUUID) {
        return globalThis.crypto.randomUUID();
    }
    // plain http inside a building has no randomUUID
    const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
