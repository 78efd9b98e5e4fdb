import { Component } from "@odoo/owl";
import { sizeText } from "./size_text";

/** Files of an answer: those that are there, those on their way, and why one was not taken. */
export class ReplyFiles extends Component {
    static template = "cc_appeals.ReplyFiles";
    static props = { files: Array, uploads: Object, isLocked: { type: Boolean, optional: true } };

    sizeText(bytes) {
        return sizeText(bytes);
    }
}
