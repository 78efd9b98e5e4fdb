const TABLE = "words";

/** A table of the browser's own database: Odoo's cache of it can neither list nor delete. */
export class WordDisk {
    constructor(name) {
        this.name = name;
    }

    open() {
        this.opened ||= new Promise((resolve, reject) => {
            const request = window.indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        return this.opened;
    }

    /** Run requests in one transaction; what `run` returned is asked when all is done. */
    async ask(mode, run) {
        const database = await this.open();
        return new Promise((resolve, reject) => {
            const transaction = database.transaction(TABLE, mode);
            const result = run(transaction.objectStore(TABLE));
            transaction.oncomplete = () => resolve(result?.());
            transaction.onabort = () => reject(transaction.error);
            transaction.commit?.();
        });
    }

    put(slot, record) {
        return this.ask("readwrite", (table) => void table.put(record, slot));
    }

    remove(slot) {
        return this.ask("readwrite", (table) => void table.delete(slot));
    }

    /** @returns {Promise<boolean>} */
    has(slot) {
        return this.ask("readonly", (table) => {
            const found = table.count(slot);
            return () => found.result > 0;
        });
    }

    clear() {
        return this.ask("readwrite", (table) => void table.clear());
    }

    /** @returns {Promise<Array>} [[slot, record]] */
    entries() {
        return this.ask("readonly", (table) => {
            const [slots, records] = [table.getAllKeys(), table.getAll()];
            return () => slots.result.map((slot, index) => [slot, records.result[index]]);
        });
    }
}
