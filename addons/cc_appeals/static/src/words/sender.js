import { reactive, toRaw } from "@odoo/owl";
import { ConnectionLostError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { newToken } from "../widgets/step_strip/steps";
import { Owned } from "./owned";
import { ServerLine, isPassing } from "./server_line";

const PREFIX = "post:";

/**
 * Brings what was decided to the server, once: kept in this browser until the server has said
 * yes or no, in the order it was decided, again after F5. The arguments carry a token of the
 * caller's, so that what did arrive is not done twice.
 */
export class Sender extends ServerLine {
    /** [{key, label, at}] on their way */
    waiting = [];
    /** [{key, label, at, sentence}] the server did not take */
    refused = [];

    constructor(words, ask, locks) {
        super(ask);
        this.words = words;
        this.owned = new Owned(locks);
        this.listeners = new Map();
    }

    /** Take up what an earlier page could not bring, too. */
    start() {
        for (const { slot, at } of this.words.all(PREFIX)) {
            this.adopt(slot, at);
        }
        super.start();
    }

    /** Another tab may be at it: when that one ends, what it left is brought by this one. */
    async adopt(key, at) {
        await this.owned.take(key);
        const kept = await this.words.asKept(key);
        if (kept) {
            this.enqueue(key, kept, at);
            await this.run();
        } else {
            this.owned.release(key);
        }
    }

    enqueue(key, { label, sentence, place }, at) {
        const list = sentence ? this.refused : this.waiting;
        list.push({ key, label, at, place, sentence });
        list.sort((one, other) => one.at - other.at);
    }

    /**
     * @param {Object} call {model, method, args, kwargs}; args carry the caller's token
     * @param {{label: string, place?: string, words?: Object}} about what it is, for the list
     *     of what waits; words: what the place needs to show it again
     * @returns {Promise<any>} the server's answer, or its refusal; after F5 nobody hears it
     */
    send(call, about) {
        // not as the part that decided it sees it: it may go before this is over, and what
        // it reads then it would watch for ever
        return reactive(toRaw(this)).post(call, about);
    }

    post(call, about) {
        const key = `${PREFIX}${newToken()}`;
        this.owned.take(key);
        this.words.keep(key, { call, ...about });
        this.enqueue(key, about, Date.now());
        const answer = this.listen(key);
        this.run();
        return answer;
    }

    listen(key) {
        return new Promise((resolve, reject) => {
            this.listeners.set(key, { resolve, reject });
        });
    }

    /** @returns {boolean} whether something of this place is on its way */
    isWaiting(place) {
        return this.waiting.some((each) => each.place === place);
    }

    /** @returns {{words: Object, answer: Promise} | null} of the last that is on its way */
    hear(place) {
        const entry = this.waiting.findLast((each) => each.place === place);
        const kept = entry && this.words.read(entry.key);
        return kept ? { words: kept.words, answer: this.listen(entry.key) } : null;
    }

    /** Nobody stands at this place any more: a refusal is told by the banner. */
    leave(place) {
        this.waiting
            .filter((each) => each.place === place)
            .forEach(({ key }) => this.listeners.delete(key));
    }

    /** @returns {Object[]} words of this place that were refused: they are its own again */
    handBack(place) {
        return this.refused
            .filter((each) => each.place === place)
            .map(({ key }) => {
                const { words } = this.words.read(key);
                this.forget(key);
                return words;
            });
    }

    async run() {
        if (this.isRunning) {
            return;
        }
        this.isRunning = true;
        while (this.waiting.length && (await this.bring(this.waiting[0]))) {
            this.hurry();
        }
        this.isRunning = false;
    }

    /** @returns {Promise<boolean>} whether the next one may go */
    async bring({ key, at }) {
        const kept = this.words.read(key);
        if (!kept) {
            // older than a day: it was swept away
            this.settle(key, ({ reject }) => reject(new ConnectionLostError(key)));
            return true;
        }
        const { model, method, args, kwargs = {} } = kept.call;
        const route = `/web/dataset/call_kw/${model}/${method}`;
        try {
            // without the user's language a refusal would speak English
            const context = { ...user.context, ...kwargs.context };
            const asked = { model, method, args, kwargs: { ...kwargs, context } };
            const result = await this.ask(route, asked);
            this.settle(key, (listener) => listener.resolve(result));
        } catch (error) {
            if (isPassing(error)) {
                this.lose(error);
                return false;
            }
            if (!this.listeners.has(key)) {
                // nobody is left to hear why not: the words stay, beside the sentence
                const sentence = error.data?.message || error.message;
                this.enqueue(key, { ...kept, sentence }, at);
                this.words.keep(key, { ...kept, sentence });
            }
            this.settle(key, (listener) => listener.reject(error));
        }
        this.regain();
        return true;
    }

    /** The server has spoken: tell whoever decided it. */
    settle(key, tell) {
        this.waiting = this.waiting.filter((each) => each.key !== key);
        if (!this.refused.some((each) => each.key === key)) {
            this.end(key);
        }
        const listener = this.listeners.get(key);
        this.listeners.delete(key);
        if (listener) {
            tell(listener);
        }
    }

    /** No other tab needs to bring it any more. */
    async end(key) {
        await this.words.drop(key);
        this.owned.release(key);
    }

    /** Ask once more for what was refused. */
    again(key) {
        const entry = this.refused.find((each) => each.key === key);
        const kept = { ...this.words.read(key), sentence: undefined };
        this.refused = this.refused.filter((each) => each.key !== key);
        this.words.keep(key, kept);
        this.enqueue(key, kept, entry.at);
        return this.run();
    }

    /** The words of what was refused have been read: forget them. */
    forget(key) {
        this.refused = this.refused.filter((each) => each.key !== key);
        return this.end(key);
    }

    /** What waits is the best try. */
    async try() {
        await (this.waiting.length ? this.run() : super.try());
    }
}
