"""Is everything the server has in the ledger? What was skipped is found and taken."""

from boxes import DRAIN, keys, make_letter
from broken_line import BrokenLine

pytest_plugins = ["boxes"]

CHECK = """
from odoo.addons.cc_appeals import imap_fetch, reconcile_run
imap_fetch.READ_SECONDS = 20
reconcile_run.STEP, reconcile_run.RECHECKED = step, rechecked
box = env["cc.mailbox"].browse(number)
box._job_reconcile()
env.invalidate_all()
fields = ["reconcile_text", "reconciled_count", "found_count", "missing_count"]
result = box.read(fields)[0]
"""


def check(box, step=500, rechecked=1000):
    return box.odoo.run(CHECK, number=box.id, step=step, rechecked=rechecked)


def said(state):
    return state["reconciled_count"], state["found_count"], state["missing_count"]


def tallies(box):
    return box.odoo.query(
        "SELECT taken_count, repeat_count, missing_count FROM cc_mailbox_tally"
        f" WHERE mailbox_id = {box.id} ORDER BY day"
    )


def test_all_that_is_there_is_in_the_ledger(make_box):
    box = make_box()
    box.put(*keys(box, 3))
    box.fetch()
    state = check(box)
    assert "3 letters there, all in the ledger" in state["reconcile_text"]
    assert (said(state), tallies(box)) == ((3, 0, 0), [("3", "0", "0")])
    assert box.field("fetched_count") == "3", "nothing was read for it"


def test_a_skipped_letter_is_found_and_taken(make_box, server):
    box = make_box()
    box.put(*keys(box, 4))
    # some client read two of them, and the fetch is past all four
    with server.inbox(box.user) as client:
        client.add_flags([2, 3], [b"\\Seen"])
    validity = server.client(box.user)
    status = validity.folder_status("INBOX", ["UIDVALIDITY"])
    validity.shutdown()
    box.odoo.query(
        f"UPDATE cc_mailbox SET last_uid = 4, told_uid = 4, last_fetch_at = now(),"
        f" uid_validity = {status[b'UIDVALIDITY']} WHERE id = {box.id}"
    )
    assert box.fetch()["error_code"] is False
    assert box.rows() == (0, 0)
    state = check(box, step=3)
    assert said(state) == (4, 4, 0)
    assert "4 of 4 letters there were not in the ledger" in state["reconcile_text"]
    assert (box.rows(), box.flags()) == ((4, 4), (4, 0))
    assert box.field("last_uid") == "4", "the fetch goes on where it was"
    assert tallies(box) == [("4", "0", "0")]
    assert said(check(box)) == (4, 0, 0)
    assert box.field("fetched_count") == "4"


def test_repeats_are_told_by_message_id_and_size_or_by_their_bytes(make_box, odoo):
    first, second = make_box(place="told"), make_box(place="told")
    nameless = b"From: a@example.ru\r\nSubject: told\r\n\r\nno Message-ID\r\n"
    for box in (first, second):
        box.put("told-1", "told-2")
        box.server.append(box.user, nameless)
        box.fetch()
    odoo.run(DRAIN, channels=[first.channel])
    for _time in range(2):
        assert said(check(second)) == (3, 0, 0)
    again = f"channel_id = {first.channel} AND redelivery_count > 1"
    assert odoo.count("cc_inbox_event", again) == 0, "a check is no redelivery"
    assert tallies(second) == [("3", "3", "0")]


def test_what_was_found_once_is_not_asked_again(make_box, server):
    box = make_box()
    box.put(*keys(box, 6))
    box.fetch()
    assert said(check(box, step=2, rechecked=2)) == (6, 0, 0)
    assert (box.field("checked_uid"), box.field("last_uid")) == ("4", "6")
    assert said(check(box, step=2, rechecked=2)) == (6, 0, 0)


def test_a_letter_somebody_moved_on_before_the_fetch_is_found(make_box, server):
    box = make_box(after="move", target_folder="Done")
    box.put(*keys(box, 3))
    old = make_letter(f"{box.user}-old")
    with server.inbox(box.user) as client:
        client.move([2], "Done")
        # an archive of years is no news
        client._imap.append("Done", "", '"01-Jan-2020 00:00:00 +0000"', old)
    box.fetch()
    assert box.rows() == (2, 2)
    assert said(check(box)) == (3, 1, 0)
    assert box.rows() == (3, 3)
    assert sum(box.flags("Done")) == 4
    assert said(check(box)) == (3, 0, 0)


def test_a_new_numbering_is_left_to_the_fetch(make_box, server):
    box = make_box()
    box.put(*keys(box, 2))
    box.fetch()
    change = ("mailbox", "update", "-u", box.user, "--uid-validity")
    server.admin(*change, "777777", "INBOX")
    assert "Not checked" in check(box)["reconcile_text"]
    box.fetch()
    assert said(check(box)) == (2, 0, 0)
    assert (box.rows(), tallies(box)) == ((2, 2), [("4", "2", "0")])


def test_what_cannot_be_taken_is_said(make_box, server):
    box = make_box()
    box.put(*keys(box, 3))
    box.fetch()
    box.odoo.query(
        "SET cc_ledger.erasure = 'on';"  # else what came stays as it came
        " UPDATE cc_inbox_event SET source_ref = NULL, sha256 = 'x' || sha256"
        f" WHERE channel_id = {box.channel} AND source_ref LIKE '%;2'"
    )
    with box.through(BrokenLine(server.imap)) as line:
        check(box)
        for _time in range(2):  # the sizes, then the letters
            line.cut("UID FETCH", when="middle", after=200, nth=3)
            box.odoo.query(f"UPDATE cc_mailbox SET checked_uid = 0 WHERE id = {box.id}")
            box.odoo.query(
                "SET cc_ledger.erasure = 'on';"
                " UPDATE cc_inbox_event SET source_ref = NULL, sha256 = 'y' || sha256"
                f" WHERE channel_id = {box.channel} AND source_ref LIKE '%;2'"
            )
            state = check(box)
            assert line.fired.pop()
            assert state["missing_count"] == 1
            assert "could not be taken: 1." in state["reconcile_text"]
    assert [row[2] for row in tallies(box)] == ["1"]
    box.write(port=server.imap)
    state = check(box)
    assert (state["missing_count"], state["found_count"]) == (0, 1)
    assert [row[2] for row in tallies(box)] == ["0"]


def test_a_check_waits_for_a_fetch(make_box, odoo):
    box = make_box()
    box.fetch()
    code = """
from odoo.addons.queue_job.exception import RetryableJobError
with env.registry.cursor() as cr:
    cr.execute(
        "SELECT pg_advisory_lock(hashtextextended(%s, 0))",
        (f"cc_appeals.mailbox:{number}",),
    )
    try:
        env["cc.mailbox"].browse(number)._job_reconcile()
    except RetryableJobError as error:
        result = error.seconds
    cr.execute("SELECT pg_advisory_unlock_all()")
"""
    assert odoo.run(code, number=box.id) == 60


def test_two_mailboxes_of_a_channel_are_one_source(make_box, odoo):
    first, second = make_box(place="sum"), make_box(place="sum")
    for box in (first, second):
        box.put(*keys(box, 2))
        box.fetch()
    code = """
from datetime import date, timedelta
channel = env["cc.channel"].browse(number)
today = date.today()
found = channel._plug()._cc_source_counts(
    channel, today - timedelta(days=2), today + timedelta(days=1)
)
lonely = channel.copy({"name": "fed from files"})
result = [
    sum(found.values()), len(found), lonely._plug()._cc_source_counts(lonely, today, today)
]
"""
    assert odoo.run(code, number=first.channel) == [4, 4, {}]
