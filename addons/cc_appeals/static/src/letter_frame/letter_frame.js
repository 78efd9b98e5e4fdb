import { Component, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const PICTURES = "CC-Letter-Pictures";
const LINES = "CC-Letter-Lines";

/**
 * A letter as its sender's program drew it, in a frame without scripts, forms or an
 * origin; what lies on the internet is loaded when its reader asks for it.
 */
export class LetterFrame extends Component {
    static template = "cc_appeals.LetterFrame";
    static props = { contactId: Number };

    setup() {
        this.opener = useRef("opener");
        this.state = useState({
            isOpen: false,
            isReady: false,
            fault: "",
            pictures: 0,
            lines: 0,
            withPictures: false,
        });
    }

    get page() {
        return `/cc/letter/${this.props.contactId}`;
    }

    get address() {
        return this.state.withPictures ? `${this.page}?images=1` : this.page;
    }

    get title() {
        return _t("The letter as it was written");
    }

    onToggle() {
        return this.state.isOpen ? this.fold() : this.open();
    }

    fold() {
        this.state.isOpen = false;
        this.opener.el?.focus();
    }

    /** Nothing outside can look into such a frame: what it holds is asked for before. */
    async open() {
        const state = { isOpen: true, isReady: false, fault: "", withPictures: false };
        Object.assign(this.state, state);
        const headers = await this.ask();
        // a page of somebody else's, such as the one to log in at, says nothing of it
        if (headers?.has(PICTURES)) {
            this.state.pictures = Number(headers.get(PICTURES));
            this.state.lines = Number(headers.get(LINES));
            this.state.isReady = true;
        } else {
            this.state.fault = _t("The letter cannot be shown now.");
        }
    }

    /** @returns {Promise<Headers|null>} null where there is no answer */
    async ask() {
        try {
            const answer = await browser.fetch(this.page, { method: "HEAD" });
            return answer.ok ? answer.headers : null;
        } catch {
            return null;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && this.state.isOpen) {
            ev.preventDefault();
            ev.stopPropagation();
            this.fold();
        }
    }
}
