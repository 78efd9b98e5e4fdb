import { _t } from "@web/core/l10n/translation";

/**
 * @param {{label: string, count: number}[]} gaps as `bulk_gaps` tells them
 * @returns {string} which places of an answer to many stay empty, or nothing
 */
export function gapsText(gaps) {
    const places = gaps.map(({ label, count }) => _t("%(label)s: %(count)s", { label, count }));
    return places.length ? _t("A place stays empty (%s).", places.join(", ")) : "";
}
