import { _t } from "@web/core/l10n/translation";

const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Say a span in at most two units: the nearer the term, the finer. */
export function spanText(milliseconds) {
    const days = Math.floor(milliseconds / DAY);
    const hours = Math.floor((milliseconds % DAY) / HOUR);
    const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
    if (days >= 3 || (days && !hours)) {
        return _t("%s d", days);
    }
    if (days) {
        return _t("%(days)s d %(hours)s h", { days, hours });
    }
    if (hours >= 3 || (hours && !minutes)) {
        return _t("%s h", hours);
    }
    if (hours) {
        return _t("%(hours)s h %(minutes)s min", { hours, minutes });
    }
    return _t("%s min", Math.max(minutes, 1));
}

/** Say only the largest unit: for a term that is over, minutes no longer matter. */
function roughText(milliseconds) {
    if (milliseconds >= DAY) {
        return _t("%s d", Math.floor(milliseconds / DAY));
    }
    if (milliseconds >= HOUR) {
        return _t("%s h", Math.floor(milliseconds / HOUR));
    }
    return _t("%s min", Math.max(Math.floor(milliseconds / MINUTE), 1));
}

/**
 * Tell how a deadline stands.
 *
 * @param {{ due: DateTime, warn?: DateTime, isOpen: boolean, now: DateTime }} term
 * @returns {"done" | "late" | "warning" | "quiet"}
 */
export function termState({ due, warn, isOpen, now }) {
    if (!isOpen) {
        return "done";
    }
    if (due <= now) {
        return "late";
    }
    return warn && warn <= now ? "warning" : "quiet";
}

/** @returns {string} "3 d", "2 h 10 min", "overdue 3 h"; of a closed one the date */
export function clockText(term) {
    const left = term.due.toMillis() - term.now.toMillis();
    switch (termState(term)) {
        case "done":
            return term.due.toLocaleString({ day: "numeric", month: "short" }).replace(/\.$/, "");
        case "late":
            return _t("overdue %s", roughText(-left));
        default:
            return spanText(left);
    }
}

/** @returns {string} of a term that is over: since when, where there is no room for the word */
export function lateText(term) {
    return String(roughText(term.now.toMillis() - term.due.toMillis()));
}

/** @returns {number} share of the term used up, 0 to 100 */
export function usedShare({ start, due, now }) {
    const whole = due.toMillis() - start.toMillis();
    if (whole <= 0) {
        return 100;
    }
    const used = ((now.toMillis() - start.toMillis()) / whole) * 100;
    return Math.min(100, Math.max(0, Math.round(used)));
}
