import { _t } from "@web/core/l10n/translation";

export const TAB_LABELS = {
    mine: _t("Mine"),
    queue: _t("Queue"),
    missed: _t("Missed"),
    control: _t("Control"),
};

export const GROUP_LABELS = {
    burning: _t("Burning"),
    today: _t("Today"),
    later: _t("Later"),
};

/** What a tab without rows says: that it is well so, and what to do next. */
export const EMPTY_LABELS = {
    mine: { icon: "check", head: _t("Nothing of yours waits"), hint: _t("Take from the queue") },
    queue: { icon: "coffee", head: _t("The queue is empty"), hint: "" },
    missed: { icon: "phone", head: _t("No missed call waits"), hint: "" },
    control: { icon: "reply", head: _t("No answer of others is awaited"), hint: "" },
    help: { icon: "life-ring", head: _t("Nobody asks for help"), hint: "" },
};
