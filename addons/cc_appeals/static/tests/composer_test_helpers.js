import { expect } from "@odoo/hoot";
import { edit, press, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { Composer } from "@cc_appeals/composer/composer/composer";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";

export const MAIL = {
    id: 1,
    name: "E-mail of the line",
    icon: "envelope",
    kind: "mail",
    can_send: true,
    why_not: false,
    recipients: [
        { id: 11, label: "a…@…" },
        { id: 12, label: "b…@…" },
    ],
};
export const SMS = {
    id: 2,
    name: "SMS",
    icon: "commenting",
    kind: "sms",
    can_send: false,
    why_not: "There is no gateway for SMS.",
    recipients: [],
};
export const DRAFT = {
    id: 5,
    subject: "Re: No water",
    body: "Good morning",
    channel_id: 1,
    recipient_id: 11,
    version: 3,
    saved_at: "2026-03-12 09:04:00",
    attachments: [],
};

/** What the server says when a composer starts, with what a test needs otherwise. */
export function startAnswer(other = {}) {
    return {
        channels: [MAIL, SMS],
        channel_id: 1,
        recipient_id: 11,
        subject: "Re: No water",
        draft: false,
        templates: [
            { id: 21, name: "Handed over", is_of_topic: false },
            { id: 22, name: "Hot water is back", is_of_topic: true },
        ],
        writing: [],
        pending: false,
        last: false,
        drafts: [],
        may_send: true,
        undo_seconds: 30,
        limit_bytes: 18 * 1024 * 1024,
        ...other,
    };
}

/**
 * A server that takes everything and writes down what it was asked.
 *
 * @param {Object} [start] what its first answer has otherwise
 * @param {Object<string, Function>} [methods] what answers differently, by method
 */
export function serveReplies(start = {}, methods = {}) {
    let version = 0;
    const usual = {
        reply_start: () => startAnswer(start),
        reply_save: () => ({ id: 5, version: ++version, saved_at: "2026-03-12 09:05:00" }),
        reply_discard: () => true,
        reply_template: () => ({
            subject: "About the water",
            body: "The water is back.",
            empty: [],
        }),
        reply_writing: () => [],
        reply_send: () => ({ delivery_id: 71, undo_until: "2026-03-12 09:05:30", undo_left: 30 }),
        reply_take_over: () => startAnswer({ draft: DRAFT }),
        reply_take_back: () => startAnswer({ draft: DRAFT }),
    };
    for (const [method, answer] of Object.entries({ ...usual, ...methods })) {
        onRpc("cc.appeal", method, ({ args }) => {
            if (!["reply_start", "reply_writing"].includes(method)) {
                // a token is never the same: only that there is one can be told
                const said =
                    method === "reply_send" ? [args[1], args[2].length >= 32] : args.slice(1);
                expect.step([method, ...said]);
            }
            return answer(...args.slice(1));
        });
    }
}

/** Mount a composer and wait until it knows the appeal. */
export async function mountComposer(props = {}) {
    const composer = await mountWithCleanup(Composer, { props: { appealId: 1, ...props } });
    await waitFor(".o_cc_composer_open, .o_cc_reply_sheet, .o_cc_composer_none");
    return composer;
}

/** Open the composer by its key and type. */
export async function write(text) {
    await press("r");
    await waitFor(".o_cc_reply_text");
    expect(".o_cc_reply_text").toBeFocused();
    await edit(text, { confirm: false });
    await animationFrame();
}

/** Cut the line to one method; set `isDown` of the answer to false and it works again. */
export function loseConnection(method) {
    const line = { isDown: true, asked: [] };
    patchWithCleanup(rpc, {
        _rpc(url, params, settings) {
            if (!url.endsWith(`/${method}`)) {
                return super._rpc(url, params, settings);
            }
            line.asked.push(JSON.stringify(params.args));
            return line.isDown
                ? Promise.reject(new ConnectionLostError(url))
                : super._rpc(url, params, settings);
        },
    });
    return line;
}
