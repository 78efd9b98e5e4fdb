import { useState } from "@odoo/owl";
import { caretLine } from "../reply_sheet/caret_line";
import { TemplateMenu } from "./template_menu";

/**
 * Templates of a text: a slash at the start of a line, or a button, brings their list.
 *
 * @param {{ el: HTMLTextAreaElement }} text
 * @param {{ offered: () => Object[], ask: (id: number) => Promise<string | null>, taken:
 *     (text: string) => void }} parts ask: the words of a template, null when they did not
 *     come; taken: what stands in the text now
 */
export function useTemplateDoor(text, { offered, ask, taken }) {
    const state = useState({ listTop: 0 });
    const menu = useState(new TemplateMenu(offered, (template, start) => insert(template, start)));

    function place() {
        state.listTop = menu.isOpen && !menu.hasSearch ? caretLine(text.el) : 0;
    }

    async function insert({ id }, start) {
        const caret = text.el.selectionStart;
        const words = await ask(id);
        if (words !== null && text.el) {
            put(words, start ?? caret, caret);
        }
    }

    /** So that Ctrl+Z takes them out again; who typed on meanwhile goes on where he was. */
    function put(words, from, to) {
        const { el } = text;
        const typed = el.selectionEnd - to;
        el.focus();
        el.setSelectionRange(from, to);
        if (!document.execCommand("insertText", false, words)) {
            el.setRangeText(words, from, to, "end");
        }
        if (typed > 0) {
            const caret = el.selectionEnd + typed;
            el.setSelectionRange(caret, caret);
        }
        taken(el.value);
    }

    function backToText() {
        if (!menu.isOpen) {
            text.el.focus();
        }
    }

    return {
        menu,
        state,
        /** Something was typed. */
        follow({ value, selectionStart }) {
            menu.follow(value, selectionStart);
            place();
        },
        toggle() {
            menu.openSearch();
            place();
            backToText();
        },
        /** @returns {boolean} whether the key was for the list */
        onKeydown(ev) {
            const isOurs = menu.onKeydown(ev);
            if (isOurs) {
                backToText();
            }
            return isOurs;
        },
    };
}
