import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useAppealChannel } from "../../composer/session/appeal_channel";
import { useDesk } from "../desk/desk";

// said again before the server forgets who looks
const AGAIN_MS = 20000;
const PAUSE_MS = 400;

/** Tells colleagues who has this appeal open, hears who else has, and what became of it. */
export class AppealWatch extends Component {
    static template = xml``;
    static props = { journal: Object, appealId: Number };

    setup() {
        const { journal, appealId } = this.props;
        const orm = useService("orm");
        this.desk = useDesk(journal);
        this.look = (isLooking) =>
            // only a courtesy to colleagues: nothing here depends on it
            orm.silent.call("cc.journal", "journal_look", [appealId, isLooking]).catch(() => {});
        useAppealChannel(appealId, {
            "cc_journal/viewers": ({ viewers }) => this.tell({ viewers }),
            "cc_appeal/writing": ({ writing }) => this.tell({ writing }),
            "cc_journal/appeal": (change) => this.onChange(change),
            "cc_appeal/delivery": () => this.readLater(),
        });
        onMounted(() => {
            this.look(true);
            this.timer = browser.setInterval(() => this.look(true), AGAIN_MS);
        });
        onWillUnmount(() => {
            browser.clearInterval(this.timer);
            browser.clearTimeout(this.reading);
            this.look(false);
        });
    }

    /** What is on screen, if it is of this appeal: until the next frame it may be left. */
    get contact() {
        const { contact, appealId } = this.props.journal;
        return appealId === this.props.appealId ? contact : null;
    }

    tell(news) {
        Object.assign(this.contact || {}, news);
    }

    /**
     * Somebody's hand changed it: say in place what closes it under ours. Not told by what
     * we know: the contact may have been read between the step and the word of it.
     */
    onChange({ appeal_id, user_id, name, what, state, is_open }) {
        const known = this.contact?.appeals.find(({ id }) => id === appeal_id);
        if (known && what === state && !is_open && user_id !== user.userId) {
            const { number } = known;
            const text = _t("№ %(number)s was closed by %(name)s. Your words are kept.", {
                number,
                name,
            });
            this.desk.notice = { text, isError: false };
        }
        this.readLater();
    }

    /** Several messages about one step are read once. */
    readLater() {
        browser.clearTimeout(this.reading);
        this.reading = browser.setTimeout(() => this.desk.refresh(), PAUSE_MS);
    }
}
