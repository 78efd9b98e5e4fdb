import { formatInteger } from "@web/views/fields/formatters";
import { _t } from "@web/core/l10n/translation";

/** @returns {string} a figure as people group its digits; a dash where nobody says */
export function countText(count) {
    return count === null || count === undefined ? "–" : formatInteger(count);
}

/**
 * The answer to "is all that came accounted for?", in a sentence and a sign.
 *
 * @param {{ missing: number, silent: number, totals: Object }} page
 */
export function verdictOf({ missing, silent, totals }) {
    const { ledger, processed, ignored, quarantined, waiting } = totals;
    if (processed + ignored + quarantined + waiting !== ledger) {
        return {
            state: "failing",
            sign: "times-circle",
            text: _t("The ledger's own sums differ"),
            more: _t("A row is in none of the columns: tell the administrator."),
        };
    }
    if (missing) {
        return {
            state: "failing",
            sign: "times-circle",
            text: _t("Not in the ledger: %s", countText(missing)),
            more: _t("Their sources gave them, and nobody wrote them down."),
        };
    }
    if (!ledger) {
        return {
            state: "todo",
            sign: "circle-o",
            text: _t("Nothing came in these days"),
            more: "",
        };
    }
    if (totals.source === null) {
        return {
            state: "ok",
            sign: "check-circle",
            text: _t("All that was written down is accounted for"),
            more: _t("No source says how many it gave."),
        };
    }
    return {
        state: "ok",
        sign: "check-circle",
        text: _t("All that came is accounted for"),
        more: silent ? _t("Channels that do not say how many they gave: %s", silent) : "",
    };
}

/** @returns {Object[]} what the ledger consists of, with shares of 100 */
export function partsOf(totals) {
    const labels = {
        processed: _t("Processed"),
        ignored: _t("Ignored by rule"),
        quarantined: _t("In quarantine"),
        waiting: _t("Waiting"),
    };
    return Object.entries(labels).map(([key, label]) => ({
        key,
        label,
        count: totals[key],
        share: totals.ledger ? (totals[key] / totals.ledger) * 100 : 0,
    }));
}
