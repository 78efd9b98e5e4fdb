const { DateTime } = luxon;

/** The server's time: the clock of a PC may be wrong by an hour, terms must not be. */
export class ServerClock {
    offset = 0;

    /** @param {string} now UTC, "YYYY-MM-DD HH:MM:SS", as the server just said it */
    set(now) {
        if (now) {
            this.offset = DateTime.fromSQL(now, { zone: "utc" }).toMillis() - Date.now();
        }
    }

    /** @returns {DateTime} in the zone of the person */
    now() {
        return DateTime.fromMillis(Date.now() + this.offset);
    }
}
