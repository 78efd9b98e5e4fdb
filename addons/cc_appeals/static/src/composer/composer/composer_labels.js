import { momentText } from "@cc_base/fields/moment/moment_text";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { whyNobody } from "../reply_address/roads";

const STATES = {
    waiting: { text: _t("Waits to be sent"), sign: "clock-o", tone: "quiet" },
    sending: { text: _t("Is being sent"), sign: "clock-o", tone: "quiet" },
    sent: { text: _t("Sent"), sign: "check", tone: "good" },
    delivered: { text: _t("Delivered"), sign: "check", tone: "good" },
    unknown: { text: _t("Not known whether it was sent"), sign: "question", tone: "warning" },
    bounced: { text: _t("Returned"), sign: "exclamation-circle", tone: "late" },
    failed: { text: _t("Not sent"), sign: "exclamation-circle", tone: "late" },
    expired: { text: _t("Not sent in time"), sign: "exclamation-circle", tone: "late" },
};

/** @returns {{ text: string, sign: string, tone: string } | null} how the last answer fares */
export function lastLabel(last) {
    const known = last && STATES[last.state];
    if (!known) {
        return null;
    }
    const state = String(known.text);
    const text = last.error ? _t("%(state)s: %(why)s", { state, why: last.error }) : state;
    return { ...known, text };
}

/** @returns {{ text: string, sign: string, tone: string } | null} where the written words are */
export function draftLabel({ conflict, unsaved, isDirty, draft }) {
    if (conflict) {
        return { text: _t("Two texts"), sign: "exclamation-circle", tone: "warning" };
    }
    if (unsaved) {
        const text = _t("Not saved yet: %(why)s", { why: unsaved });
        return { text, sign: "exclamation-circle", tone: "warning" };
    }
    if (!draft.saved_at) {
        return null;
    }
    const when = momentText(deserializeDateTime(draft.saved_at));
    return {
        text: _t("Draft %(when)s", { when }),
        sign: isDirty ? "pencil" : "check",
        tone: "quiet",
    };
}

/** @returns {string} who else writes here, or nothing */
export function writersText(writing) {
    const names = writing.filter(({ user_id }) => user_id !== user.userId).map(({ name }) => name);
    if (!names.length) {
        return "";
    }
    return names.length === 1
        ? _t("%(name)s is answering", { name: names[0] })
        : _t("%(names)s are answering", { names: names.join(", ") });
}

/** Drafts of colleagues, as long as there is none of one's own to be lost. */
export function othersOf({ draft, words, others }) {
    return draft.version || words.body.trim()
        ? []
        : others.map(({ user_id, name, saved_at }) => {
              const when = momentText(deserializeDateTime(saved_at));
              return { user_id, text: _t("%(name)s has a draft here (%(when)s)", { name, when }) };
          });
}

/** @returns {string} why the answer cannot go yet, or nothing */
export function whyNotSend(session, uploads) {
    if (!session.maySend) {
        return _t("Operators send answers: your words are kept as a draft for them");
    }
    if (!session.channel?.can_send) {
        return session.channel?.why_not || whyNobody(session.channels);
    }
    if (!session.recipient) {
        return _t("Nobody to send it to");
    }
    if (session.conflict) {
        return _t("Choose one of the two texts");
    }
    if (uploads.running.length) {
        return _t("A file is still on its way");
    }
    return session.words.body.trim() ? "" : _t("Nothing is written yet");
}
