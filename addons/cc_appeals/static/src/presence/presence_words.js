import { _t } from "@web/core/l10n/translation";

/** What a presence is called and looks like; icons of Font Awesome 4.7. */
export const STATES = {
    available: { label: _t("Available"), icon: "check-circle", tone: "success" },
    busy: { label: _t("Busy"), icon: "minus-circle", tone: "danger" },
    talking: { label: _t("On a call"), icon: "phone", tone: "success" },
    break: { label: _t("Break"), icon: "coffee", tone: "warning" },
    wrap_up: { label: _t("Wrap-up"), icon: "pencil", tone: "info" },
    training: { label: _t("Training"), icon: "graduation-cap", tone: "info" },
    offline: { label: _t("Offline"), icon: "circle-o", tone: "muted" },
};

/** @returns {Object} label, icon and tone of a state; a talk is a state of its own here */
export function wordsOf(state, cause) {
    return STATES[state === "busy" && cause === "call" ? "talking" : state] || STATES.offline;
}

/** @returns {number} milliseconds since 1970 of the server's "YYYY-MM-DD HH:MM:SS" */
export function toMs(text) {
    return luxon.DateTime.fromSQL(text, { zone: "utc" }).toMillis();
}

/** Say a length as clocks do: 3:12, 1:02:05. */
export function spanText(seconds) {
    const whole = Math.max(0, Math.floor(seconds || 0));
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    const rest = two(whole % 60);
    return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/**
 * Tell how a limit stands.
 *
 * @returns {"quiet" | "warning" | "late"}
 */
export function limitState({ limit_at, warn_at }, now) {
    if (!limit_at || now < toMs(warn_at || limit_at)) {
        return "quiet";
    }
    return now < toMs(limit_at) ? "warning" : "late";
}
