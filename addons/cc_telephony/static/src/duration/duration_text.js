/**
 * Say a length as people do: 3:12, 1:02:05.
 *
 * @param {number} seconds
 * @returns {string}
 */
export function durationText(seconds) {
    const whole = Math.max(0, Math.round(seconds || 0));
    const rest = String(whole % 60).padStart(2, "0");
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) {
        return `${minutes}:${rest}`;
    }
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
