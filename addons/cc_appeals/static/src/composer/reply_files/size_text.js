import { _t } from "@web/core/l10n/translation";

const KILO = 1024;
const MEGA = KILO * KILO;

function figure(value, digits) {
    const locale = luxon.Settings.defaultLocale;
    return value.toLocaleString(locale, { maximumFractionDigits: digits });
}

/** @returns {string} "640 B", "48 KB", "1.2 MB" */
export function sizeText(bytes) {
    if (bytes >= MEGA) {
        return _t("%s MB", figure(bytes / MEGA, 1));
    }
    return bytes >= KILO ? _t("%s KB", figure(bytes / KILO, 0)) : _t("%s B", bytes);
}
