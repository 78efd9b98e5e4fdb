import { _t } from "@web/core/l10n/translation";
import { ConnectionAbortedError, ConnectionLostError } from "@web/core/network/rpc";

// what the server says on purpose starts with this; the rest is a fault of ours
const SPOKEN = "odoo.exceptions.";
const LOGGED_OUT = "odoo.http.SessionExpiredException";
export const SAID_CUT = _t("no connection");
export const SAID_LOGGED_OUT = _t("you are logged out, log in in another tab");

/**
 * Put a failed request into words.
 *
 * @param {Error} error
 * @returns {{ sentence: string, isPassing: boolean }} isPassing: worth trying again by itself
 */
export function faultOf(error) {
    if (error instanceof ConnectionLostError || error instanceof ConnectionAbortedError) {
        return { sentence: SAID_CUT, isPassing: true };
    }
    if (error.exceptionName === LOGGED_OUT) {
        return { sentence: SAID_LOGGED_OUT, isPassing: true };
    }
    if (error.exceptionName?.startsWith(SPOKEN) && error.data?.message) {
        return { sentence: error.data.message, isPassing: false };
    }
    return { sentence: _t("the server could not take it"), isPassing: true };
}
