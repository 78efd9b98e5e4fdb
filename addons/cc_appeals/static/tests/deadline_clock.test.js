import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { serverTime } from "@cc_appeals/components/deadline_clock/server_now";
import { DeadlineClock } from "@cc_appeals/components/deadline_clock/deadline_clock";

const { DateTime } = luxon;

defineMailModels();
describe.current.tags("desktop");

const at = (text) => DateTime.fromSQL(text, { zone: "utc" });

async function mountClock(due, props = {}) {
    mockDate("2026-03-12 12:00:00", 0);
    await mountWithCleanup(DeadlineClock, { props: { due: at(due), ...props } });
}

test("far from its end a term is quiet text", async () => {
    await mountClock("2026-03-21 13:00:00", { warn: at("2026-03-18 13:00:00") });
    expect(".o_cc_clock").toHaveText("9 d");
    expect(".o_cc_clock").toHaveClass("o_cc_term_quiet");
    expect(".o_cc_clock .fa-clock-o").toHaveCount(1);
});

test("within the warning it is amber with an hourglass", async () => {
    await mountClock("2026-03-14 16:00:30", { warn: at("2026-03-11 16:00:00") });
    expect(".o_cc_clock").toHaveText("2 d 4 h");
    expect(".o_cc_clock").toHaveClass("o_cc_term_warning");
    expect(".o_cc_clock .fa-hourglass-half").toHaveCount(1);
    expect(".o_cc_clock_text").not.toHaveAttribute("data-short");
});

test("after the end it says so in a word, not by colour alone", async () => {
    await mountClock("2026-03-12 08:30:00");
    expect(".o_cc_clock").toHaveText("overdue 3 h");
    expect(".o_cc_clock").toHaveClass("o_cc_term_late");
    expect(".o_cc_clock .fa-exclamation-circle").toHaveCount(1);
    expect(".o_cc_clock_text").toHaveAttribute("data-short", "3 h");
});

test("of a closed appeal only the date stays", async () => {
    await mountClock("2026-03-10 08:30:00", { isOpen: false });
    expect(".o_cc_clock").toHaveText("Mar 10");
    expect(".o_cc_clock").toHaveClass("o_cc_term_done");
    expect(".o_cc_clock .fa").toHaveCount(0);
});

test("the clock goes on by itself", async () => {
    await mountClock("2026-03-12 12:01:00");
    expect(".o_cc_clock").toHaveText("1 min");
    await advanceTime(90000);
    await animationFrame();
    expect(".o_cc_clock").toHaveText("overdue 1 min");
    expect(".o_cc_clock").toHaveClass("o_cc_term_late");
});

test("a PC whose clock is an hour ahead shows what the server's says", async () => {
    patchWithCleanup(serverTime, { ahead: -3600 * 1000 });
    await mountClock("2026-03-12 12:30:30");
    expect(".o_cc_clock").toHaveText("1 h 30 min");
});
