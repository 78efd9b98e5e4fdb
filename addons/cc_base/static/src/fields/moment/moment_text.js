import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/**
 * Say a moment as people do: today by the hour, yesterday by name, else by the day.
 *
 * @param {DateTime} moment
 * @param {{ received?: boolean, now?: DateTime }} [options] received: as "received at 14:05"
 * @returns {string}
 */
export function momentText(moment, { received = false, now = DateTime.local() } = {}) {
    const local = moment.setZone(now.zone);
    const time = local.toFormat("HH:mm");
    const days = now.startOf("day").diff(local.startOf("day"), "days").days;
    if (days === 0) {
        return received ? _t("received at %s", time) : time;
    }
    if (days === 1) {
        return received ? _t("received yesterday at %s", time) : _t("yesterday %s", time);
    }
    const thisYear = local.year === now.year;
    const month = received ? "long" : "short";
    const day = local
        .toLocaleString(
            thisYear
                ? { day: "numeric", month }
                : { day: "numeric", month: "short", year: "numeric" }
        )
        // the dot of "12 мар." and the "г." of the year only make a column ragged
        .replace(/\.(?=\s|$)/g, "")
        .replace(/\s*г$/, "");
    return received ? _t("received %s", day) : day;
}
