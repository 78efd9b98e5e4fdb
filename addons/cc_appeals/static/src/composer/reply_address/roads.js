import { _t } from "@web/core/l10n/translation";

const VERBS = {
    mail: _t("Answer by letter"),
};

/** @returns {string} what is done through this channel, as the composer's head says it */
export function verbOf(channel) {
    const verb = channel && VERBS[channel.kind];
    if (verb) {
        return String(verb);
    }
    return channel ? _t("Answer: %(channel)s", { channel: channel.name }) : _t("Answer");
}

/** @returns {string} why nobody can be answered, as the server says it */
export function whyNobody(channels) {
    const reason = channels.map(({ why_not }) => why_not).find(Boolean);
    return reason || _t("There is no channel to answer through.");
}
