import { Reactive } from "@web/core/utils/reactive";

/** Words of who was quicker than the server: kept until it is known how the answer goes. */
export class EarlyWords extends Reactive {
    /** @param {WordStore} store */
    constructor(store) {
        super();
        this.store = store;
        this.text = store.read()?.text || "";
    }

    write(text) {
        this.text = text;
        this.store.write({ text });
    }

    /** Into the answer, once it is known that there can be one. */
    moveInto(session) {
        const { text } = this;
        if (text && session.channels.some(({ can_send }) => can_send)) {
            const { body } = session.words;
            session.edit({ body: body ? `${body}\n\n${text}` : text });
            this.text = "";
            this.store.clear();
        }
    }
}
