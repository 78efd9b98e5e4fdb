/**
 * What this tab alone brings to the server, of all that lies in the browser: the browser
 * gives it to the next tab that asks when this one lets go, ends or crashes.
 */
export class Owned {
    /** key → lets it go */
    held = new Map();

    /** @param {LockManager} [locks] of the browser; without them each tab is alone */
    constructor(locks) {
        this.locks = locks;
    }

    /** @returns {Promise} resolved when it is this tab's */
    take(key) {
        return new Promise((resolve) => {
            const hold = () =>
                new Promise((release) => {
                    this.held.set(key, release);
                    resolve();
                });
            if (this.locks) {
                this.locks.request(`cc_words ${key}`, hold);
            } else {
                resolve();
            }
        });
    }

    /** @returns {Promise<boolean>} whether it is this tab's: no other one has it */
    takeFree(key) {
        if (!this.locks || this.held.has(key)) {
            return Promise.resolve(true);
        }
        return new Promise((resolve) => {
            const hold = (lock) => {
                resolve(Boolean(lock));
                return lock && new Promise((release) => this.held.set(key, release));
            };
            this.locks.request(`cc_words ${key}`, { ifAvailable: true }, hold);
        });
    }

    release(key) {
        this.held.get(key)?.();
        this.held.delete(key);
    }
}
