import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { LASTS_MS, WordSafe } from "./word_safe";

export const DATABASE = "cc_words";
const SWEEP_MS = 10 * 60 * 1000;

/**
 * Keeps what is typed and not yet on the server, in this browser: it survives F5, a crash of
 * the page and a lost connection; it is gone at logout, or after a day.
 *
 * Reading is at once, from memory; writing goes to the disk behind it. Tabs of one browser
 * tell each other, so that each has them all. Where the page has no encryption (plain http)
 * nothing is stored, and `isLasting` is false.
 */
export class Words {
    /** slot → {value, at} */
    kept = new Map();
    /** slot → the promise of its last write, while it goes on */
    running = new Map();
    isLasting = false;

    /**
     * @param {WordSafe} [safe]
     * @param {BroadcastChannel} [others] the other tabs
     */
    async start(safe, others) {
        this.safe = safe;
        if (!safe) {
            return;
        }
        if (others) {
            this.others = others;
            others.onmessage = ({ data }) => this.hear(data);
        }
        try {
            for (const { slot, value, at } of await safe.readAll()) {
                this.kept.set(slot, { value, at });
            }
            this.isLasting = true;
        } catch {
            // a browser that forbids storage: the words live as long as the page
            this.isLasting = false;
        }
    }

    read(slot) {
        return this.kept.get(slot)?.value ?? null;
    }

    /** What another tab keeps or dropped; it writes to the disk itself. */
    hear({ userId, slot, kept }) {
        if (!slot) {
            // logged out there: nothing is stored from here either
            this.kept.clear();
            this.isLasting = false;
        } else if (userId === this.safe.userId && kept) {
            this.kept.set(slot, kept);
        } else if (userId === this.safe.userId) {
            this.kept.delete(slot);
        }
    }

    tell(message) {
        this.others?.postMessage({ userId: this.safe.userId, ...message });
    }

    /** @returns {Promise<any>} as `read`, but of what no other tab dropped just now */
    async asKept(slot) {
        if (this.isLasting && !(await this.safe.has(slot))) {
            this.kept.delete(slot);
        }
        return this.read(slot);
    }

    /** @returns {Object[]} [{slot, value, at}] whose slot begins so */
    all(prefix) {
        return [...this.kept]
            .filter(([slot]) => slot.startsWith(prefix))
            .map(([slot, { value, at }]) => ({ slot, value, at }));
    }

    /** @returns {Promise} of their being on the disk; nobody has to wait for it */
    keep(slot, value) {
        // as it is now: it may be changed under the hand
        const kept = { value: JSON.parse(JSON.stringify(value)), at: Date.now() };
        this.kept.set(slot, kept);
        this.tell({ slot, kept });
        return this.behind(slot);
    }

    drop(slot) {
        this.kept.delete(slot);
        this.tell({ slot });
        return this.behind(slot);
    }

    /** One write of a slot at a time, the latest state last. */
    behind(slot) {
        const before = this.running.get(slot) || Promise.resolve();
        const write = before
            .then(() => this.bring(slot))
            .then(() => {
                // a day has thousands of places
                if (this.running.get(slot) === write) {
                    this.running.delete(slot);
                }
            });
        this.running.set(slot, write);
        return write;
    }

    async bring(slot) {
        if (!this.isLasting) {
            return;
        }
        const kept = this.kept.get(slot);
        try {
            await (kept ? this.safe.write(slot, kept.value, kept.at) : this.safe.remove(slot));
        } catch {
            // the disk is full: the page still has the words, and the banner says so
            this.isLasting = false;
        }
    }

    async wipe() {
        this.kept.clear();
        this.tell({});
        await Promise.all(this.running.values());
        await this.safe?.wipe();
    }

    /** Nobody's words lie here longer than a day. */
    sweep(now = Date.now()) {
        for (const [slot, { at }] of this.kept) {
            if (now - at >= LASTS_MS) {
                this.drop(slot);
            }
        }
    }
}

export const wordsService = {
    async: ["start"],
    async start() {
        const words = new Words();
        const { browser_cache_secret: secret } = session;
        const mayStore = secret && window.isSecureContext;
        if (mayStore) {
            const safe = new WordSafe(DATABASE, secret, user.userId);
            await words.start(safe, new browser.BroadcastChannel(DATABASE));
        }
        browser.setInterval(() => words.sweep(), SWEEP_MS);
        return words;
    },
};

registry.category("services").add("cc_words", wordsService);
