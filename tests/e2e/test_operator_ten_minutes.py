"""Ten minutes of one operator: Chromium, the Journal, a real PBX, a line that is cut.

Call, letter, missed call, a second appeal in the same contact, the connection lost in
the middle of an answer and back again; then what all of it left in the database.
"""

import re

import pytest
from cut_line import CutLine
from faulty_smtp import FaultySmtp
from journal_screen import ALT, CTRL, JournalScreen, until
from open_place import open_place
from pbx_place import LINE
from phone_room import PhoneRoom

from runner.desk import QUEUE, Desk
from runner.sip.phone import Policy

OPERATOR, PASSWORD = "101", "Ten-Minutes-2026"
ANNA, VERA = "+79161230042", "+79161230077"
NOTE = "She reads the meter herself, ground floor"
SECOND = "Dark yard behind the house"
MASTER, CUT_WORDS = "The master comes", " on Friday at ten"
TEMPLATE = "We are on it and will write to you"
PREPARE = f"""
direction = env["cc.direction"].search([("code", "=", "CALLS")])
# longer than the test: the operator ends the wrap-up himself
direction.wrap_up_seconds = 600
user = env["res.users"].search([("login", "=", "operator {OPERATOR}")])
user.password = {PASSWORD!r}
env["ir.config_parameter"].set_param("cc_appeals.reply_undo_seconds", "1")
account = env["cc.mail.account"].create(
    {{
        "name": "Ask",
        "host": "127.0.0.1",
        "security": "none",
        "port": PORT,
        "sender": "line@example.org",
        "bounce_address": "bounces@example.org",
        "bounce_sign": "+",
    }}
)
channel = env["cc.channel"].create(
    {{
        "name": "Ask",
        "kind": "mail",
        "direction_id": direction.id,
        "mail_account_id": account.id,
    }}
)
env["cc.reply.template"].create(
    {{"name": "On it", "direction_id": direction.id, "body": {TEMPLATE!r}}}
)
for name, phone, address, subject in (
    ("Anna Smirnova", {ANNA!r}, "anna@example.ru", "No water"),
    ("Boris Kotov", "+79161230055", "boris@example.ru", "The lift stands"),
    ("Vera Belova", {VERA!r}, "vera@example.ru", ""),
):
    person = env["res.partner"].create(
        {{
            "name": name,
            "is_cc_applicant": True,
            "cc_client_id": direction.client_ids.id,
        }}
    )
    env["cc.identity"].create(
        [
            {{"partner_id": person.id, "kind": "phone", "value": phone}},
            {{"partner_id": person.id, "kind": "email", "value": address}},
        ]
    )
    raw = (
        f"From: {{name}} <{{address}}>\\r\\nSubject: {{subject}}\\r\\n"
        f"Message-ID: <{{address}}>\\r\\n\\r\\nWhen?\\r\\n"
    ).encode()
    if subject:
        env["cc.inbox.event"]._record(channel, [{{"raw": raw}}])
env["cc.inbox.event"]._wake()
env.cr.commit()
"""
# the demo day is in the database as well
OURS = "(SELECT id FROM cc_direction WHERE code = 'CALLS')"
HIS = f"(SELECT id FROM res_users WHERE login = 'operator {OPERATOR}')"
STATE = f"""
SELECT state, cause FROM cc_presence_interval WHERE to_at IS NULL AND user_id = {HIS}
"""
DAY = f"""
SELECT state, cause, reason_id IS NOT NULL,
       from_at = lag(to_at, 1, from_at) OVER (ORDER BY from_at, id)
  FROM cc_presence_interval WHERE user_id = {HIS} ORDER BY from_at, id
"""
REPLIES = f"""
SELECT appeal.name, contact.body, delivery.state, contact.create_uid = {HIS}
  FROM cc_outbox_delivery delivery
  JOIN cc_interaction contact ON contact.delivery_id = delivery.id
  JOIN cc_appeal appeal ON appeal.id = delivery.res_id
 WHERE delivery.kind = 'reply' AND delivery.res_model = 'cc.appeal'
   AND appeal.direction_id = {OURS}
 ORDER BY delivery.id
"""
APPEALS = f"""
SELECT appeal.name, person.name, appeal.state, appeal.owner_id = {HIS},
       COALESCE(appeal.needs_answer, false)
  FROM cc_appeal appeal JOIN res_partner person ON person.id = appeal.applicant_id
 WHERE appeal.direction_id = {OURS}
 ORDER BY appeal.id
"""
# the contact that one more appeal was taken in
TAKEN_IN = f"""
SELECT contact.kind, person.name
  FROM cc_appeal appeal
  JOIN cc_appeal_interaction_rel taken ON taken.appeal_id = appeal.id
  JOIN cc_interaction contact ON contact.id = taken.interaction_id
  JOIN res_partner person ON person.id = contact.partner_id
 WHERE appeal.direction_id = {OURS} AND appeal.name = '{SECOND}'
"""
CALLBACKS = f"""
SELECT item.state, item.settled_how, item.owner_id = {HIS}, call.kind, call.outcome
  FROM cc_callback item JOIN cc_call call ON call.id = item.settled_call_id
 WHERE item.direction_id = {OURS}
"""
CALLS = f"""
SELECT call.kind, call.outcome, person.name, call.operator_id = {HIS}
  FROM cc_call call JOIN res_partner person ON person.id = call.partner_id
 WHERE call.direction_id = {OURS} ORDER BY call.started_at
"""


@pytest.fixture(scope="module")
def smtp():
    with FaultySmtp() as server:
        yield server


@pytest.fixture(scope="module")
def place(smtp):
    # the screen is looked at while it rings
    options = {"members": 1, "has_colleagues": False, "ring_seconds": 60}
    with open_place("ten-minutes", **options) as place:
        place.live.shell(f"PORT = {smtp.port}\n{PREPARE}")
        yield place


@pytest.fixture
def line(place):
    with CutLine(place.live.port, place.live.websocket_port) as line:
        yield line


@pytest.fixture
def phones(place):
    with PhoneRoom(Desk(place.pbx, (), (OPERATOR,))) as room:
        yield room


def becomes(place, *wanted):
    """Wait until the operator is (state, cause); before his first word he is nothing."""
    until(
        lambda: list(map(tuple, place.live.query(STATE))) == [wanted],
        f"presence {wanted}",
    )


def queue_has(place, wanted):
    """Wait until the PBX has his phone in its queue: None, "free" or "paused"."""

    def member():
        shown = place.pbx.console(f"queue show {QUEUE}")
        found = re.search(rf"^.*PJSIP/{OPERATOR}\b.*$", shown, re.MULTILINE)
        return found and ("paused" if "(paused" in found[0] else "free")

    until(lambda: member() == wanted, f"the queue to have the phone {wanted}")


def one(place, sql):
    """Wait for the one row of a query; return the id in it."""
    ((found,),) = until(lambda: place.live.query(sql), sql)
    return int(found)


def appeal(place, name):
    found = f"SELECT id FROM cc_appeal WHERE name = '{name}' AND direction_id = {OURS}"
    return f"cc.appeal,{one(place, found)}"


def test_the_operator_s_ten_minutes(place, smtp, line, phones):
    for name in ("No water", "The lift stands"):
        appeal(place, name)
    with JournalScreen(line.url, f"operator {OPERATOR}", PASSWORD) as screen:
        begins_his_shift(screen, place)
        answers_a_call(screen, place, phones)
        takes_a_second_appeal(screen, place)
        wraps_up(screen, place)
        answers_a_letter_while_a_call_is_missed(screen, place, phones)
        calls_back(screen, place, phones)
        loses_the_connection_while_he_answers(screen, place, line)
    until(lambda: len(answers(smtp)) >= 2, "the answers to be sent")
    everything_is_written_down(place, smtp)


def begins_his_shift(screen, place):
    screen.choose_presence(0)
    becomes(place, "available", "chosen")
    queue_has(place, "free")
    # what he will work on is his: taken by the key
    for name in ("No water", "The lift stands"):
        key = appeal(place, name)
        screen.go("2", "queue")
        screen.reach(key)
        screen.press("a")
        screen.gone(f".o_cc_work_row[data-key='{key}']")
    screen.go("1", "mine")


def answers_a_call(screen, place, phones):
    phones.desk.plans[ANNA] = lambda: Policy("ring")
    phones.call(LINE, ANNA)
    rings = phones.rung(ANNA)
    screen.see(".o_cc_call_ring .o_cc_call_name", "Anna Smirnova")
    # the card opens by itself, with what was before
    screen.see(".o_cc_contact_head h2", "Anna Smirnova")
    screen.see(".o_cc_journal_chronology", "No water")
    phones.pick_up(rings)
    screen.see(".o_cc_call_talk")
    becomes(place, "busy", "call")
    queue_has(place, "paused")


def takes_a_second_appeal(screen, place):
    """In the same contact, while they talk."""
    screen.press("n", ALT)
    screen.has_focus("textarea[name=new_matter]")
    screen.type(SECOND)
    screen.press("Enter")
    screen.see(
        ".o_cc_appeal_tablist:has(.o_cc_appeal_tab:not(.active)) .active[data-appeal]"
    )
    screen.see(".o_cc_appeal_field[data-name=name] textarea", SECOND)
    screen.click(".o_cc_call_end")
    screen.see(".o_cc_call_wrap")


def wraps_up(screen, place):
    becomes(place, "wrap_up", "call")
    screen.click(".o_cc_call_reason")
    screen.gone(".o_cc_call_reason")
    screen.click(".o_cc_journal_composer .o_cc_reply_channel")
    screen.click(".o_cc_reply_other:has(.fa-pencil)")
    screen.has_focus(".o_cc_note_text")
    screen.type(NOTE)
    screen.press("Enter", CTRL)
    screen.see(".o_cc_journal_chronology", NOTE)
    screen.click(".o_cc_call_done")
    becomes(place, "available", "chosen")
    queue_has(place, "free")


def answers_a_letter_while_a_call_is_missed(screen, place, phones):
    screen.press("Escape")
    screen.open_row(appeal(place, "The lift stands"))
    # he looks at the missed calls while he writes
    screen.go("3", "missed")
    screen.press("r")
    screen.has_focus(".o_cc_reply_text")
    screen.type("/")
    screen.see(".o_cc_template_active")
    screen.press("Enter")
    screen.see(".o_cc_reply_text", TEMPLATE)
    # somebody rings while he writes, and gives up: nothing opens over his words
    phones.desk.plans[VERA] = lambda: Policy("ring")
    call = phones.call(LINE, VERA)
    phones.rung(VERA)
    screen.see(".o_cc_call_ring .o_cc_call_name", "Vera Belova")
    screen.see(".o_cc_call_card.btn-primary")
    assert "Boris Kotov" in screen.text(".o_cc_contact_head h2")
    phones.hang_up(call)
    screen.gone(".o_cc_call_ring")
    assert TEMPLATE in screen.value(".o_cc_reply_text")
    screen.has_focus(".o_cc_reply_text")
    screen.press("Enter", CTRL)
    screen.see(".o_cc_entry_out", TEMPLATE)


def calls_back(screen, place, phones):
    owed = f"SELECT id FROM cc_callback WHERE state = 'open' AND direction_id = {OURS}"
    item = one(place, owed)
    key = f"cc.callback,{item}"
    # it comes to the list by itself
    screen.see(f".o_cc_work_row[data-key='{key}']", "Vera Belova")
    screen.see(".o_cc_work_tab[data-tab=missed] .o_cc_work_count", "1")
    screen.press("Escape")
    screen.open_row(key)
    screen.see(".o_cc_contact_head h2", "Vera Belova")
    phones.desk.plans[VERA] = Policy
    phones.desk.answers[VERA] = Policy()
    screen.click(".o_cc_owed_back")
    phones.rung(VERA)
    screen.see(".o_cc_call_talk")
    becomes(place, "busy", "call")
    screen.click(".o_cc_call_end")
    screen.see(".o_cc_call_wrap")
    screen.click(".o_cc_call_done")
    becomes(place, "available", "chosen")
    # the talk settles it, and it leaves the list
    one(place, f"SELECT id FROM cc_callback WHERE id = {item} AND state = 'done'")
    screen.gone(f".o_cc_work_row[data-key='{key}']:not(.o_cc_work_row_gone)")
    screen.see(".o_cc_work_tab[data-tab=missed] .o_cc_work_count", "0")
    screen.gone(".o_cc_owed_call")


def loses_the_connection_while_he_answers(screen, place, line):
    screen.go("1", "mine")
    screen.open_row(appeal(place, "No water"))
    screen.press("r")
    screen.has_focus(".o_cc_reply_text")
    screen.type(MASTER)
    line.cut()
    screen.see(".o_cc_words_line")
    screen.type(CUT_WORDS)
    screen.press("Enter", CTRL)
    screen.click(".o_cc_words_list")
    screen.until(
        "document.querySelectorAll('.o_cc_words_entries li').length === 1", "it"
    )
    assert screen.value(".o_cc_reply_text") == MASTER + CUT_WORDS
    # the browser is gone for the server: no call comes here
    becomes(place, "offline", "lost")
    queue_has(place, None)
    # the worst of it: the server has done it, and the answer is lost on the way back
    line.mend(but_lose="reply_send")
    until(lambda: line.lost, "the answer to be lost")
    screen.see(".o_cc_words_entries li")
    line.mend()
    screen.gone(".o_cc_words_line")
    screen.see(".o_cc_entry_out", MASTER + CUT_WORDS)
    assert screen.value(".o_cc_reply_text") == ""
    becomes(place, "available", "back")
    queue_has(place, "free")
    screen.see(".o_cc_presence_chip:not(.o_cc_presence_unsure) .o_cc_tone_success")


def answers(smtp):
    """Return the letters sent that carry words of the operator."""
    own = (TEMPLATE.encode(), MASTER.encode())
    return [
        raw for _from, _to, raw in smtp.accepted if any(each in raw for each in own)
    ]


def everything_is_written_down(place, smtp):
    def rows(sql):
        return [tuple(row) for row in place.live.query(sql)]

    assert rows(DAY) == [
        (state, cause, has_reason, "t")
        for state, cause, has_reason in (
            ("offline", "chosen", "f"),
            ("available", "chosen", "f"),
            ("busy", "call", "f"),
            ("wrap_up", "call", "f"),
            ("wrap_up", "chosen", "t"),
            ("available", "chosen", "f"),
            ("busy", "call", "f"),
            ("wrap_up", "call", "f"),
            ("available", "chosen", "f"),
            ("offline", "lost", "f"),
            ("available", "back", "f"),
        )
    ]
    until(
        lambda: {row[2] for row in place.live.query(REPLIES)} == {"sent"},
        "both answers to be sent",
    )
    # each went once, whole, by his hand
    assert rows(REPLIES) == [
        ("The lift stands", TEMPLATE, "sent", "t"),
        ("No water", MASTER + CUT_WORDS, "sent", "t"),
    ]
    assert len(answers(smtp)) == 2
    anna, boris = "Anna Smirnova", "Boris Kotov"
    assert sorted(rows(APPEALS)) == [
        (SECOND, anna, "registered", "t", "f"),
        ("No water", anna, "registered", "t", "f"),
        ("The lift stands", boris, "registered", "t", "f"),
    ]
    # of the talk, not of the letter before it; a call waits for an answer if promised
    assert rows(TAKEN_IN) == [("phone_call", anna)]
    assert rows(CALLBACKS) == [("done", "called", "t", "out", "answered")]
    assert [row[:3] for row in rows(CALLS)] == [
        ("in", "answered", anna),
        ("in", "abandoned", "Vera Belova"),
        ("out", "answered", "Vera Belova"),
    ]
    notes = f"SELECT model FROM mail_message WHERE body LIKE '%{NOTE}%'"
    assert rows(notes) == [("cc.appeal",)]
