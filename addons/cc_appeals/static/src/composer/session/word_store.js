/** What is typed in one place, kept in this browser until the server has it. */
export class WordStore {
    /**
     * @param {Words} words the service `cc_words`
     * @param {string} slot of the place: "reply:cc.appeal,12"
     */
    constructor(words, slot) {
        this.words = words;
        this.slot = slot;
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

    /**
     * Hand what is kept here to the sender: from now on it goes by itself. A refusal puts it
     * back.
     *
     * @param {Sender} sender the service `cc_sender`
     * @param {Object} call {model, method, args} with a token in it
     * @param {string} label of it in the list of what waits
     */
    async send(sender, call, label) {
        const kept = this.read();
        const answer = sender.send(call, { label, place: this.slot });
        this.clear();
        try {
            return await answer;
        } catch (error) {
            if (kept) {
                this.write(kept);
            }
            throw error;
        }
    }
}
