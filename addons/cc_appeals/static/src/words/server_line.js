import { browser } from "@web/core/browser/browser";
import { ConnectionAbortedError, ConnectionLostError, rpc } from "@web/core/network/rpc";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10000;
const LOGGED_OUT = "odoo.http.SessionExpiredException";
// the second answers only who is logged in
const ASK = "/web/webclient/version_info";
const ASK_AS_USER = "/web/session/check";

/** Asks the server without a word of Odoo's own about a lost connection. */
const askSilently = (route, params) => rpc(route, params, { silent: true });

/** Whether it is nothing of what was asked: the line is cut, or the session over. */
export const isLineLost = (error) =>
    error instanceof ConnectionLostError || error?.exceptionName === LOGGED_OUT;

/** Whether the server was not reached: the same may be asked once more. */
export const isPassing = (error) => error instanceof ConnectionAbortedError || isLineLost(error);

/** The line to the server: whether it stands, and trying again while it does not. */
export class ServerLine {
    isOffline = false;
    /** logged out: the words wait for a login in another tab */
    isLoggedOut = false;
    /** somebody shows all this: Odoo's own notice of a lost connection would say it twice */
    shown = 0;

    constructor(ask = askSilently) {
        this.ask = ask;
        this.hurry();
    }

    /** Hear of the connection from the browser. */
    start() {
        browser.addEventListener("offline", () => this.lose());
        browser.addEventListener("online", () => this.now());
    }

    /** @param {Error} [error] of a request that did not reach the server */
    lose(error) {
        this.isOffline = true;
        this.isLoggedOut = error?.exceptionName === LOGGED_OUT;
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.now(), this.pause);
        this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    }

    regain() {
        this.isOffline = false;
        this.isLoggedOut = false;
    }

    /** Something arrived: after the next loss it is soon tried again. */
    hurry() {
        this.pause = FIRST_PAUSE_MS;
    }

    /** Try now: the connection may be back. */
    async now() {
        browser.clearTimeout(this.timer);
        await this.try();
    }

    async try() {
        try {
            await this.ask(this.isLoggedOut ? ASK_AS_USER : ASK, {});
            this.regain();
        } catch (error) {
            this.lose(error);
        }
    }
}
