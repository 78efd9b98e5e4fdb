import { ConnectionAbortedError, ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { faultOf } from "../composer/session/reply_fault";

const REFUSED = [RPCError, ConnectionLostError, ConnectionAbortedError];

/**
 * Ask the server; what it refuses is said at the foot, in no dialog over the work.
 *
 * @param {JournalState} journal
 * @param {() => Promise} ask
 * @returns {Promise<boolean>} whether it was done
 */
export async function attempt(journal, ask) {
    try {
        await ask();
        return true;
    } catch (error) {
        if (!REFUSED.some((kind) => error instanceof kind)) {
            throw error;
        }
        journal.say(faultOf(error).sentence, { isError: true });
        return false;
    }
}
