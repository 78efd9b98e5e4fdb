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
    take_back: {
        verb: _t("Take back"),
        sign: "undo",
        fields: ["reason"],
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
        method: "action_reopen",
        args: (values) => [values.reason],
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
