"""What goes wrong around an operator who types: the line, the clock, a colleague."""

import re
import time

import pytest
from journal_desk import (
    COLLEAGUE,
    LOGIN,
    MATTER,
    PASSWORD,
    REPLY,
    UNSAVED,
)
from web_user import WebUser

HOUR_MS = 3600 * 1000
# the PC's clock, in every page from its first script on
WRONG_CLOCK = f"""
(() => {{
    const Real = Date;
    window.Date = class extends Real {{
        constructor(...given) {{
            super(...(given.length ? given : [Real.now() + {HOUR_MS}]));
        }}
        static now() {{ return Real.now() + {HOUR_MS}; }}
    }};
}})()
"""
UNTOLD = "SELECT id FROM cc_journal_change WHERE model = 'cc.appeal'"
DUE = """
UPDATE cc_appeal SET due_at = now() AT TIME ZONE 'UTC' + interval '95 minutes',
                     warn_at = now() AT TIME ZONE 'UTC' + interval '5 minutes'
 WHERE id = %d
"""


@pytest.fixture
def colleague(live_odoo):
    return WebUser(live_odoo.port, live_odoo.instance.database, COLLEAGUE, PASSWORD)


def owner(live, login):
    return int(live.query(f"SELECT id FROM res_users WHERE login = '{login}'")[0][0])


def row(appeal):
    return f"[data-key='cc.appeal,{appeal}']"


def test_a_websocket_that_is_cut_for_a_while(live_odoo, appeals, desk, colleague):
    opened, comes, goes = appeals[:3]
    give = {"owner_id": owner(live_odoo, COLLEAGUE)}
    colleague.call("cc.appeal", "write", [comes], give)
    desk.log_in(opened)
    desk.line.cut("websocket")
    desk.page.wait(".o_cc_work_note")
    desk.write(REPLY, "Слова при оборванной связи")
    take = {"owner_id": owner(live_odoo, LOGIN)}
    colleague.call("cc.appeal", "write", [comes], take)
    colleague.call("cc.appeal", "write", [goes], give)
    desk.page.wait(row(goes))
    desk.line.mend()
    desk.page.wait(row(comes))
    desk.gone(f"{row(goes)}:not(.o_cc_work_row_gone)")
    desk.gone(".o_cc_work_note")
    assert desk.value(REPLY) == "Слова при оборванной связи"
    # and from now on it is live again
    colleague.call("cc.appeal", "write", [goes], take)
    desk.page.wait(f"{row(goes)}:not(.o_cc_work_row_gone)")


def test_an_appeal_closed_by_a_colleague_under_the_hand(
    live_odoo, appeals, desk, colleague
):
    appeal = appeals[3]
    desk.log_in(appeal)
    desk.write(REPLY, "Недописанный ответ")
    desk.write(MATTER, "Моя суть")
    colleague.call("cc.appeal", "write", [appeal], {"name": "Суть коллеги"})
    colleague.call("cc.appeal", "action_close", [appeal], "answered", False, "t" * 36)
    desk.has(".o_cc_appeal_notice", COLLEAGUE.title())
    desk.page.wait(".o_cc_appeal_card [data-state=closed].o_cc_status_current")
    assert desk.value(REPLY) == "Недописанный ответ"
    # the matter was written by both: said, and nobody's words are lost
    assert desk.value(MATTER) == "Моя суть"
    desk.leave_field()
    desk.has(UNSAVED, "Суть коллеги")
    name = f"SELECT name FROM cc_appeal WHERE id = {appeal}"
    assert live_odoo.query(name) == [["Суть коллеги"]]
    assert desk.value(MATTER) == "Моя суть"
    desk.page.click(".o_cc_appeal_again")
    desk.gone(UNSAVED)
    # on its way, from here on
    live_odoo.wait(lambda: live_odoo.query(name) == [["Моя суть"]], "the matter")


def test_a_clock_that_is_wrong_by_an_hour(live_odoo, appeals, desk):
    appeal = appeals[4]
    # what is told of its making would be older than what the page reads
    live_odoo.wait(lambda: not live_odoo.query(UNTOLD), "all to be told")
    since = time.monotonic()
    live_odoo.query(DUE % appeal)
    # what was told in the last minute is told to a new page again
    live_odoo.query("DELETE FROM bus_bus")
    desk.page.call("Page.addScriptToEvaluateOnNewDocument", source=WRONG_CLOCK)
    desk.log_in(appeal)
    ahead = desk.page.run("Date.now()") / 1000 - time.time()
    assert 3500 < ahead < 3700
    # due in 95 minutes by the server's clock, not in 35
    card = f".o_cc_appeal_card[data-appeal='{appeal}'] .o_cc_appeal_terms"
    for place in (row(appeal), card):
        clock = f"{place} .o_cc_clock[data-term=quiet]"
        desk.page.wait(clock)
        shown = desk.page.run(f"document.querySelector(`{clock}`).innerText")
        hours, minutes = map(int, re.findall(r"\d+", shown))
        went_by = (time.monotonic() - since) / 60
        assert 94 - went_by <= hours * 60 + minutes <= 95, place
    # presence begins now
    desk.page.click(".o_cc_presence_chip")
    desk.page.click(".o_cc_presence_menu .dropdown-item:has(.fa-check-circle)")
    print(desk.page.run("document.querySelector('.o_cc_presence').innerText"))
    # an answer can be taken back for half a minute
    desk.write(REPLY, "Ответ с чужими часами")
    since = time.monotonic()
    desk.page.click(".o_cc_reply_send")
    desk.page.wait(".o_cc_sent_left")
    left = int(desk.page.run("document.querySelector('.o_cc_sent_left').innerText"))
    went_by = time.monotonic() - since
    # whole seconds of two clocks, rounded down twice
    assert 27 - went_by <= left <= 30
    desk.page.click(".o_cc_sent_take_back")
    desk.has(REPLY, "Ответ с чужими часами")
