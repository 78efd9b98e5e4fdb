import { WordDisk } from "./word_disk";

export const LASTS_MS = 24 * 60 * 60 * 1000;
const PURPOSE = "cc_words";

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const textBytes = (text) => new TextEncoder().encode(text);

/**
 * Words of this browser the server does not have yet, encrypted. The key comes with the page
 * of who is logged in and is never stored: what is on the disk cannot be read without them.
 */
export class WordSafe {
    /**
     * @param {string} name of the database in the browser
     * @param {string} secret hexadecimal, of the session (`session.browser_cache_secret`)
     * @param {number} userId whose words these are
     * @param {Crypto} [crypto] of the browser
     */
    constructor(name, secret, userId, crypto = window.crypto) {
        this.userId = userId;
        this.crypto = crypto;
        this.disk = new WordDisk(name);
        this.key = this.derive(secret);
    }

    /** Another key than Odoo's own cache has, from the same secret. */
    async derive(secret) {
        const { subtle } = this.crypto;
        const root = await subtle.importKey("raw", bytesOf(secret), "HKDF", false, ["deriveKey"]);
        const salt = textBytes(String(this.userId));
        const how = { name: "HKDF", hash: "SHA-256", salt, info: textBytes(PURPOSE) };
        const kind = { name: "AES-GCM", length: 256 };
        return subtle.deriveKey(how, root, kind, false, ["encrypt", "decrypt"]);
    }

    async write(slot, value, at) {
        // never twice with one key
        const iv = this.crypto.getRandomValues(new Uint8Array(12));
        const plain = textBytes(JSON.stringify(value));
        const how = { name: "AES-GCM", iv };
        const words = await this.crypto.subtle.encrypt(how, await this.key, plain);
        await this.disk.put(slot, { userId: this.userId, at, iv, words });
    }

    /** @returns {Promise<Object[]>} [{slot, value, at}] of this user, oldest first; the rest goes */
    async readAll(now = Date.now()) {
        const found = [];
        for (const [slot, kept] of await this.disk.entries()) {
            const value = this.isOurs(kept, now) ? await this.open(kept) : undefined;
            if (value === undefined) {
                await this.disk.remove(slot);
            } else {
                found.push({ slot, value, at: kept.at });
            }
        }
        return found.sort((one, other) => one.at - other.at);
    }

    isOurs({ userId, at }, now) {
        return userId === this.userId && now - at < LASTS_MS;
    }

    /** @returns {Promise<any>} undefined for what was written with another key */
    async open({ iv, words }) {
        try {
            const how = { name: "AES-GCM", iv };
            const plain = await this.crypto.subtle.decrypt(how, await this.key, words);
            return JSON.parse(new TextDecoder().decode(plain));
        } catch {
            return undefined;
        }
    }

    has(slot) {
        return this.disk.has(slot);
    }

    remove(slot) {
        return this.disk.remove(slot);
    }

    wipe() {
        return this.disk.clear();
    }
}
