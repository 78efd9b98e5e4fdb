"""Real letters in a real Dovecot, fetched by a real Odoo that commits."""

import pytest
from boxes import DRAIN, FETCH, keys, make_letter
from broken_line import BrokenLine

pytest_plugins = ["boxes"]


def test_letters_become_rows_then_are_read_then_appeals(make_box, odoo):
    box = make_box()
    box.put(*keys(box, 3))
    assert box.fetch()["error_code"] is False
    assert (box.rows(), box.flags()) == ((3, 3), (3, 0))
    waiting = "method_name = '_job_drain' AND state = 'pending'"
    assert odoo.count("queue_job", waiting) == 1
    odoo.run(DRAIN, channels=[box.channel])
    states = odoo.query(
        "SELECT DISTINCT state, interaction_id IS NULL FROM cc_inbox_event"
        f" WHERE channel_id = {box.channel}"
    )
    assert states == [("processed", "f")]


@pytest.mark.parametrize(("after", "command"), [("seen", "STORE"), ("move", "MOVE")])
def test_the_row_is_committed_before_the_server_is_told(
    make_box, server, after, command
):
    box = make_box(after=after, target_folder="Done" if after == "move" else "")
    box.put(*keys(box, 3))
    with box.through(BrokenLine(server.imap)) as line:
        line.watch(f"UID {command}", box.rows)
        box.fetch()
        assert line.seen == [(3, 3)]
    folder = "Done" if after == "move" else "INBOX"
    assert sum(box.flags(folder)) == 3
    assert after == "seen" or box.flags() == (0, 0)


def test_no_transaction_is_open_while_the_server_works(make_box, server, odoo):
    box = make_box()
    box.put(*keys(box, 2))
    sql = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND state LIKE 'idle in transaction%'"
    )
    with box.through(BrokenLine(server.imap)) as line:
        for command in ("LOGIN", "SELECT", "UID"):
            line.watch(command, lambda: odoo.query(sql)[0][0])
        box.fetch()
        assert set(line.seen) == {"0"}


def test_fetching_again_adds_nothing(make_box):
    box = make_box()
    box.put(*keys(box, 3))
    for _time in range(3):
        box.fetch()
    assert box.rows() == (3, 3)
    assert box.field("fetched_count") == "3", "they are not even read again"


def test_a_new_uidvalidity_adds_nothing_and_loses_nothing(make_box, server):
    box = make_box()
    box.put(*keys(box, 3))
    box.fetch()
    change = ("mailbox", "update", "-u", box.user, "--uid-validity")
    server.admin(*change, "777777", "INBOX")
    box.put(f"{box.user}-new")
    box.fetch()
    assert box.rows() == (4, 4)
    assert box.field("uid_validity") == "777777"
    assert (box.field("recorded_count"), box.field("repeat_count")) == ("4", "3")
    assert box.flags() == (4, 0)


def test_a_long_backlog_is_taken_in_several_jobs(make_box, odoo):
    box = make_box()
    box.put(*keys(box, 120))
    brief = "from odoo.addons.cc_appeals import fetch_run\nfetch_run.RUN_SECONDS = -1\n"
    waiting = (
        "method_name = '_job_fetch' AND state = 'pending'"
        f" AND records::text LIKE '%[{box.id}]%'"
    )
    for rows in (50, 100):
        odoo.run(brief + FETCH, number=box.id)
        assert (box.rows(), box.flags()[0]) == ((rows, rows), rows)
        assert odoo.count("queue_job", waiting) == 1
    odoo.run(brief + FETCH, number=box.id)
    assert (box.rows(), box.flags()) == ((120, 120), (120, 0))


def test_two_mailboxes_of_one_channel_and_of_two(make_box, odoo):
    first = make_box(place="shared")
    second = make_box(place="shared")
    third = make_box()
    for box in (first, second, third):
        box.put("the-same", f"{box.user}-own")
        box.fetch()
    assert first.rows() == (3, 3)
    assert second.field("repeat_count") == "1"
    assert third.rows() == (2, 2)
    odoo.run(DRAIN, channels=[first.channel, third.channel])
    copies = f"channel_id = {third.channel} AND copy_of_id IS NOT NULL"
    assert odoo.count("cc_inbox_event", copies) == 1


def test_settings_changed_in_the_middle_do_not_mix_folders(make_box, server, odoo):
    box = make_box()
    with server.inbox(box.user) as client:
        client.create_folder("Other")
    box.put(*keys(box, 2))
    server.append(box.user, make_letter("in-other"), folder="Other")
    with box.through(BrokenLine(server.imap)) as line:
        sql = f"UPDATE cc_mailbox SET folder = 'Other' WHERE id = {box.id}"
        line.watch("UID SEARCH", lambda: odoo.query(sql))
        assert box.fetch()["error_code"] is False
    assert box.rows() == (0, 0)
    assert box.field("last_uid") in ("", "0")
    box.write(port=server.imap)
    box.fetch()
    assert box.rows() == (1, 1)


def test_no_folder_to_move_to_still_records(make_box):
    box = make_box()
    box.write(after="move", target_folder="Absent")
    box.put(*keys(box, 60))
    state = box.fetch()
    assert state["error_code"] == "no_target" and "“Absent”" in state["last_error"]
    assert box.rows() == (60, 60)
    with box.server.inbox(box.user) as client:
        client.create_folder("Absent")
    assert box.fetch()["error_code"] is False
    assert (sum(box.flags()), sum(box.flags("Absent"))) == (0, 60)


def test_the_button_says_how_it_went(make_box):
    box = make_box()
    box.put(*keys(box, 2))
    code = (
        'answer = env["cc.mailbox"].browse(number).action_test()\n'
        'result = answer["params"]["type"], answer["params"]["message"]'
    )
    kind, words = box.odoo.run(code, number=box.id)
    assert kind == "success" and "2 letters in “INBOX”, 2 of them not taken" in words
    assert box.flags() == (0, 2) and box.rows() == (0, 0)
    box.write(folder="Нет такой")
    kind, words = box.odoo.run(code, number=box.id)
    assert kind == "danger" and "“Нет такой”" in words
