/** What parts of the Journal register with it: who is typing, who serves which key. */
export class Guards {
    typing = new Set();
    keys = new Map();

    addTyping(isTyping) {
        this.typing.add(isTyping);
        return () => this.typing.delete(isTyping);
    }

    isTyping() {
        return [...this.typing].some((each) => each());
    }

    addKey(name, run) {
        const before = this.keys.get(name) || [];
        this.keys.set(name, [...before, run]);
        return () => {
            const others = this.keys.get(name).filter((each) => each !== run);
            this.keys.set(name, others);
        };
    }

    /** The part that came last serves the key. */
    server(name) {
        return this.keys.get(name)?.at(-1);
    }
}
