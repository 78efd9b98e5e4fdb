import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const { DateTime } = luxon;

/** No connection, or something decided here that the server has not got or not taken. */
export class WordsBanner extends Component {
    static template = "cc_appeals.WordsBanner";
    static props = { journal: { type: Object, optional: true } };

    setup() {
        this.sender = useState(useService("cc_sender"));
        this.words = useService("cc_words");
        this.state = useState({ isOpen: false });
        onMounted(() => this.sender.shown++);
        onWillUnmount(() => this.sender.shown--);
    }

    get isShown() {
        const { isOffline, refused } = this.sender;
        return isOffline || refused.length > 0;
    }

    get entries() {
        return [...this.sender.refused, ...this.sender.waiting];
    }

    get text() {
        const { isOffline, isLoggedOut, waiting, refused } = this.sender;
        if (isLoggedOut && !waiting.length) {
            return _t("You are logged out: log in in another tab, this page goes on by itself");
        }
        if (isLoggedOut) {
            return _t(
                "You are logged out: log in in another tab, what you wrote goes by itself (%s)",
                waiting.length
            );
        }
        if (isOffline && waiting.length) {
            return _t("No connection: kept here, goes by itself (%s)", waiting.length);
        }
        if (isOffline) {
            return this.words.isLasting
                ? _t("No connection: what you write is kept here")
                : _t("No connection: do not close this page, what you write lives in it only");
        }
        return _t("Not taken by the server: look at what was written (%s)", refused.length);
    }

    timeOf({ at }) {
        return DateTime.fromMillis(at).toFormat("HH:mm");
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
    }
}
