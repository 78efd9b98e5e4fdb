/** The words of one answer, kept in this browser until the server has them. */
export class WordStore {
    /** @param {Words} words the service `cc_words` */
    constructor(words, resModel, resId) {
        this.words = words;
        this.slot = `reply:${resModel},${resId}`;
    }

    read() {
        return this.words.read(this.slot);
    }

    write(values) {
        this.words.keep(this.slot, values);
    }

    clear() {
        if (this.read()) {
            this.words.drop(this.slot);
        }
    }
}
