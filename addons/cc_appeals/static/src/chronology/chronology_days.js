import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** @returns {string} "Today, 16 March", "12 March, Thursday", with the year if it is past */
export function dayText(day, now = DateTime.local()) {
    const isThisYear = day.year === now.year;
    const date = day.toLocaleString({
        day: "numeric",
        month: "long",
        ...(isThisYear ? {} : { year: "numeric" }),
    });
    const ago = now.startOf("day").diff(day.startOf("day"), "days").days;
    if (ago === 0) {
        return _t("Today, %s", date);
    }
    if (ago === 1) {
        return _t("Yesterday, %s", date);
    }
    return _t("%(date)s, %(weekday)s", { date, weekday: day.toLocaleString({ weekday: "long" }) });
}

/**
 * Put entries under their days, in the order they come.
 *
 * @param {{ moment: string }[]} entries moments in UTC as the server writes them
 * @returns {{ key: string, text: string, entries: object[] }[]} an entry gets `at`
 */
export function byDay(entries, now = DateTime.local()) {
    const days = [];
    for (const entry of entries) {
        const at = deserializeDateTime(entry.moment).setZone(now.zone);
        const key = at.toISODate();
        if (days.at(-1)?.key !== key) {
            days.push({ key, text: String(dayText(at, now)), entries: [] });
        }
        days.at(-1).entries.push({ ...entry, at });
    }
    return days;
}
