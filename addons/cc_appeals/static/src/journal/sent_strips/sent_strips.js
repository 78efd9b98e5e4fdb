import { Component, onWillDestroy, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { attempt } from "../attempt";

const TICK_MS = 500;

/** At the foot of the list: answers to others than the one on screen, until they leave. */
export class SentStrips extends Component {
    static template = "cc_appeals.SentStrips";
    static props = { journal: Object };

    setup() {
        this.state = useState({ now: Date.now(), busy: 0 });
        useEffect(
            (count) => {
                if (count) {
                    const timer = browser.setInterval(() => this.tick(), TICK_MS);
                    return () => browser.clearInterval(timer);
                }
            },
            () => [this.props.journal.sent.waiting.length]
        );
        onWillDestroy(this.props.journal.addKey("undo", () => this.takeBackLast()));
    }

    get strips() {
        const { sent, appealId } = this.props.journal;
        return sent.besides(appealId).map((answer) => {
            const seconds = Math.max(0, Math.ceil((answer.over - this.state.now) / 1000));
            return {
                ...answer,
                share: (100 * seconds) / answer.whole,
                title: answer.who ? _t("Answer to %s", answer.who) : _t("Answer"),
                left: _t("leaves in %s s", seconds),
            };
        });
    }

    tick() {
        this.state.now = Date.now();
        const { sent } = this.props.journal;
        for (const { over, deliveryId } of sent.waiting) {
            if (over <= this.state.now && deliveryId !== this.state.busy) {
                sent.forget(deliveryId);
            }
        }
    }

    /** The words are a draft again: the appeal opens with them. */
    async takeBack({ deliveryId, appealId }) {
        const { journal } = this.props;
        if (this.state.busy) {
            return;
        }
        this.state.busy = deliveryId;
        await attempt(journal, async () => {
            await journal.orm.call("cc.appeal", "reply_take_back", [[appealId], deliveryId]);
            journal.sent.forget(deliveryId);
            await journal.open({ model: "cc.appeal", id: appealId });
        });
        this.state.busy = 0;
    }

    takeBackLast() {
        const last = this.strips.at(-1);
        return last && this.takeBack(last);
    }
}
