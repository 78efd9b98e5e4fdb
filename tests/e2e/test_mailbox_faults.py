"""What breaks while letters are fetched: nothing is lost and nothing doubled."""

import signal

import pytest
from boxes import FETCH, FETCH_OF_SILENT, PASSWORD, Box, keys, make_letter
from broken_line import BrokenLine
from dovecot import Dovecot
from odoo_driver import Killed, OdooError

pytest_plugins = ["boxes"]


def test_a_wrong_password_is_said_and_recovers(make_box, server, odoo):
    box = make_box()
    box.put(*keys(box, 2))
    server.set_password(box.user, "changed")
    for time in range(1, 4):
        state = box.fetch()
        assert (state["error_code"], state["error_count"]) == ("login", time)
    assert state["is_failing"] and "does not accept" in state["last_error"]
    assert box.field("next_fetch_at > now() AT TIME ZONE 'UTC'") == "t"
    (odoo.secrets / "changed").write_text("changed")
    box.write(secret_ref="changed")
    state = box.fetch()
    assert (state["error_code"], state["is_failing"]) == (False, False)
    assert (box.rows(), box.flags()) == ((2, 2), (2, 0))


CUTS = [
    (command, when, nth)
    for command, nth in (
        ("LOGIN", 1),
        ("SELECT", 1),
        ("UID SEARCH", 1),
        ("UID FETCH", 1),
        ("UID FETCH", 2),
        ("UID STORE", 1),
    )
    for when in ("before", "answered", "middle")
]


@pytest.mark.parametrize("after", ["seen", "move"])
def test_a_line_cut_at_every_command_loses_and_doubles_nothing(make_box, server, after):
    moves = after == "move"
    box = make_box(after=after, target_folder="Done" if moves else "")
    total = 0
    with box.through(BrokenLine(server.imap)) as line:
        for command, when, nth in CUTS:
            command = command.replace("STORE", "MOVE") if moves else command
            line.cut(command, when=when, nth=nth, after=40)
            box.put(*(f"{box.user}-{total + n}" for n in range(4)))
            total += 4
            box.fetch()
            assert line.fired.pop(), (command, when)
            assert box.fetch()["error_code"] is False, (command, when)
            assert box.rows() == (total, total), (command, when)
            found = box.flags("Done" if moves else "INBOX")
            assert sum(found) == total and (moves or not found[1]), (command, when)
    assert sum(box.flags()) == (0 if moves else total)


@pytest.mark.parametrize("command", ["LOGIN", "UID FETCH", "UID STORE"])
def test_a_silent_server_is_given_up(make_box, server, command):
    box = make_box()
    box.put(*keys(box, 2))
    with box.through(BrokenLine(server.imap)) as line:
        line.cut(command, when="answered", how="silence")
        assert box.fetch(FETCH_OF_SILENT)["error_code"] == "timeout"
    box.write(port=server.imap)
    assert box.fetch()["error_code"] is False
    assert (box.rows(), box.flags()) == ((2, 2), (2, 0))


def test_a_power_cut_of_the_server_in_the_middle(odoo):
    with Dovecot({"solo": PASSWORD}) as server:
        box = Box(odoo, server, "solo")
        box.put(*keys(box, 120))
        with box.through(BrokenLine(server.imap)) as line:
            looks = iter(range(10))

            def look():
                if next(looks) == 3:  # the second group's letters
                    server.stop(signal.SIGKILL)

            line.watch("UID FETCH", look)
            assert box.fetch()["error_code"] == "cut"
        assert box.rows() == (50, 50)
        box.write(port=server.imap)
        assert box.fetch()["error_code"] == "refused"
        server.start()
        assert box.fetch()["error_code"] is False
        assert (box.rows(), box.flags()) == ((120, 120), (120, 0))


@pytest.mark.parametrize("point", ["K1", "K2", "K3"])
def test_a_killed_worker_loses_and_doubles_nothing(make_box, point):
    box = make_box()
    box.put(*keys(box, 200))
    for nth in (1, 2, 1):
        with pytest.raises(Killed):
            box.fetch(fault=f"{point}:{nth}")
    assert box.fetch()["error_code"] is False
    assert (box.rows(), box.flags()) == ((200, 200), (200, 0))
    assert box.field("repeat_count") == "0"


BOTH = """
import threading
from odoo import api

def fetch(number):
    with env.registry.cursor() as cr:
        api.Environment(cr, api.SUPERUSER_ID, {})["cc.mailbox"].browse(number)._job_fetch()

threads = [threading.Thread(target=fetch, args=[number]) for number in numbers]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_jobs_at_the_same_time_double_nothing(make_box, odoo):
    box = make_box(place="rush")
    other = make_box(place="rush")
    same = [f"rush-{number}" for number in range(120)]
    box.put(*same)
    other.put(*same)
    odoo.run(BOTH, numbers=[box.id, box.id, other.id, other.id])
    for each in (box, other):
        assert each.fetch()["error_code"] is False
        assert (each.rows(), each.flags()) == ((120, 120), (120, 0))
        assert each.field("fetched_count") == "120"


def test_a_letter_the_server_cannot_read_does_not_stop_the_rest(make_box, server):
    box = make_box()
    box.put(*keys(box, 3))
    server.letter_file(box.user, f"Subject: letter {box.user}-1").chmod(0)
    codes = [box.fetch()["error_code"] for _try in range(5)]
    assert codes[0] == "cut" and codes[-1] is False
    reasons = box.odoo.query(
        "SELECT state, reason, stage FROM cc_inbox_event"
        f" WHERE channel_id = {box.channel} ORDER BY id"
    )
    assert sorted(reasons) == [
        ("quarantined", "unreadable_at_source", "fetch"),
        ("received", "", ""),
        ("received", "", ""),
    ]
    assert box.flags() == (2, 1), "it stays unread for a human"
    assert box.field("set_aside_count") == "1"


def test_a_hundred_megabytes_do_not_stop_the_rest(make_box, server, odoo):
    box = make_box()
    head = f"Subject: large\r\nMessage-ID: <{box.user}-large@example.ru>\r\n\r\n"
    large = head.encode() + (b"x" * 996 + b"\r\n") * (100 * 2**20 // 998 + 1)
    box.put(f"{box.user}-a")
    server.append(box.user, large)
    box.put(f"{box.user}-b")
    assert box.fetch()["error_code"] is False
    assert (box.rows(), box.flags()) == ((3, 3), (3, 0))
    sizes = odoo.query(
        f"SELECT max(size) FROM cc_inbox_event WHERE channel_id = {box.channel}"
    )
    assert int(sizes[0][0]) >= 100 * 2**20


def test_a_letter_over_the_limit_waits_in_quarantine(make_box, server, odoo):
    box = make_box()
    box.put(f"{box.user}-a")
    server.append(box.user, make_letter(f"{box.user}-big") + b"x\r\n" * 100_000)
    limits = "from odoo.addons.cc_appeals import imap_fetch\n"
    limits += "imap_fetch.BIG, imap_fetch.MAX_LETTER = 100_000, 200_000\n"
    for _time in range(2):
        odoo.run(limits + FETCH, number=box.id)
    rows = odoo.query(
        "SELECT state, reason, subject FROM cc_inbox_event"
        f" WHERE channel_id = {box.channel} ORDER BY id"
    )
    assert rows[1] == ("quarantined", "too_large", f"letter {box.user}-big")
    assert len(rows) == 2 and box.flags() == (1, 1)


def test_a_database_that_goes_away_loses_and_doubles_nothing(make_box, server, odoo):
    box = make_box()
    box.put(*keys(box, 120))
    sql = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with box.through(BrokenLine(server.imap)) as line:
        for command in ("UID FETCH", "UID STORE"):
            looks = iter(range(10))

            def look(looks=looks):
                if next(looks) == 1:
                    odoo.query(sql)

            line.watch(command, look)
            with pytest.raises(OdooError, match="InterfaceError|OperationalError"):
                box.fetch()
            line.forget_watches()
    box.write(port=server.imap)
    assert box.fetch()["error_code"] is False
    assert (box.rows(), box.flags()) == ((120, 120), (120, 0))


def test_a_folder_made_anew_adds_nothing_known(make_box, server):
    box = make_box(folder="Line")
    with server.inbox(box.user) as client:
        client.create_folder("Line")
    for name in ("first", "second"):
        letters = [make_letter("kept"), make_letter(f"{box.user}-{name}")]
        server.append(box.user, *letters, folder="Line")
        assert box.fetch()["error_code"] is False
        if name == "first":
            with server.inbox(box.user) as client:
                client.delete_folder("Line")
            assert box.fetch()["error_code"] == "no_folder"
            with server.inbox(box.user) as client:
                client.create_folder("Line")
    assert box.rows() == (3, 3)
    assert box.flags("Line") == (2, 0)
