"""An operator asks for help, a senior consults and takes over: two Chromiums at once."""

import pytest
from cut_line import CutLine
from journal_desk import COLLEAGUE, LOGIN, PASSWORD, set_up
from journal_screen import CTRL, JournalScreen, until

OLGA, SVETA = LOGIN, COLLEAGUE
ASKED, NOTE, WHY = "He threatens to sue", "Say that we check it", "A threat of a suit"
WORDS = "Dear Anna, we"


@pytest.fixture
def line(live_odoo):
    with CutLine(live_odoo.port, live_odoo.websocket_port) as line:
        yield line


def test_a_senior_helps_and_takes_over(live_odoo, line):
    (number,) = set_up(live_odoo, 1)
    found = f"SELECT number FROM cc_appeal WHERE id = {number}"
    ((reference,),) = live_odoo.query(found)
    with (
        JournalScreen(line.url, OLGA, PASSWORD) as olga,
        JournalScreen(line.url, SVETA, PASSWORD) as sveta,
    ):
        assert not sveta.run("!!document.querySelector('.o_cc_bar_help')")
        # she asks from the card, by its key
        olga.open_row(f"cc.appeal,{number}")
        olga.focus(".o_cc_work_rows")
        olga.press("q")
        olga.has_focus(".o_cc_pass_strip input[name=words]")
        olga.type(ASKED)
        olga.press("Enter")
        olga.see(".o_cc_appeal_notice")

        # the senior's bar counts it at once; the row says who asks what
        sveta.see(".o_cc_bar_help b", "1")
        sveta.click(".o_cc_bar_help")
        key = sveta_key(live_odoo)
        sveta.see(f".o_cc_work_row[data-key='{key}']", ASKED)
        sveta.open_row(key)
        sveta.see(".o_cc_help_words", ASKED)
        sveta.click("[data-help=join]")
        olga.see(".o_cc_appeal_notice", "Sveta")

        # she consults: a note that only colleagues see
        sveta.click(".o_cc_journal_composer .o_cc_reply_channel")
        sveta.click(".o_cc_reply_other:has(.fa-pencil)")
        sveta.has_focus(".o_cc_note_text")
        sveta.type(NOTE)
        sveta.press("Enter", CTRL)
        olga.see(".o_cc_journal_chronology", NOTE)

        # and takes over, with a reason; the operator was writing meanwhile
        olga.click(".o_cc_appeal_notice button")
        olga.gone(".o_cc_appeal_notice")
        olga.focus(".o_cc_reply_text")
        olga.type(WORDS)
        sveta.press("Escape")
        sveta.click("[data-help=ask]")
        sveta.has_focus("input[name=help_reason]")
        sveta.type(WHY)
        sveta.press("Enter")
        olga.see(".o_cc_appeal_notice", "Sveta")
        assert reference in olga.text(".o_cc_appeal_notice")
        assert olga.value(".o_cc_reply_text") == WORDS
        sveta.gone(".o_cc_help_strip")
        sveta.gone(".o_cc_bar_help")
        # it is hers now on both screens
        sveta.go("1", "mine")
        sveta.see(f".o_cc_work_row[data-key='cc.appeal,{number}']")
        olga.gone(
            f".o_cc_work_row[data-key='cc.appeal,{number}']:not(.o_cc_work_row_gone)"
        )
    everything_is_written_down(live_odoo, number)


def sveta_key(live_odoo):
    found = until(
        lambda: live_odoo.query("SELECT id FROM cc_journal_help"), "the request"
    )
    return f"cc.journal.help,{found[0][0]}"


def everything_is_written_down(live_odoo, number):
    def rows(what):
        login = "(SELECT login FROM res_users WHERE id = {})"
        logins = {
            who: login.format(who) for who in ("owner_id", "user_id", "helper_id")
        }
        return [tuple(row) for row in live_odoo.query(what.format(**logins))]

    assert rows(f"SELECT {{owner_id}} FROM cc_appeal WHERE id = {number}") == [(SVETA,)]
    assert rows("SELECT state, how, {helper_id}, words FROM cc_journal_help") == [
        ("closed", "taken_over", SVETA, ASKED)
    ]
    # the step in the history says whose it became, by whom and why
    assert rows(
        f"SELECT {{owner_id}}, {{user_id}}, reason FROM cc_appeal_interval"
        f" WHERE appeal_id = {number} AND ended_at IS NULL"
    ) == [(SVETA, SVETA, WHY)]
    assert rows(
        f"SELECT action, {{user_id}}, coalesce(reason, '') FROM cc_audit_entry"
        f" WHERE model = 'cc.appeal' AND res_id = {number} AND action LIKE 'help.%'"
        f" ORDER BY id"
    ) == [
        ("help.asked", OLGA, ""),
        ("help.joined", SVETA, ""),
        ("help.taken_over", SVETA, WHY),
    ]
    notes = f"""
        SELECT author.name FROM mail_message message
          JOIN res_partner author ON author.id = message.author_id
         WHERE message.model = 'cc.appeal' AND message.res_id = {number}
           AND message.body LIKE '%{NOTE}%'
    """
    assert rows(notes) == [("Sveta",)]
