"""Between two polls: the watcher hears a letter in IDLE and queues the fetch."""

import pytest
from boxes import PASSWORD, Box, make_letter
from broken_line import BrokenLine
from dovecot import Dovecot

pytest_plugins = ["boxes"]

# a server that cannot tell of news
POOR = "imap_capability = IMAP4rev1 UIDPLUS"

WATCH = """
import threading
from imapclient import IMAPClient
from odoo.addons.cc_appeals import imap_fetch, mail_watch

imap_fetch.STOP_SECONDS = 0.5
imap_fetch.READ_SECONDS = 5
mail_watch.REFRESH_SECONDS = mail_watch.BACK_OFF_SECONDS = 0.2
box = env["cc.mailbox"].browse(number)
# the other mailboxes of these tests are not looked at
env["cc.mailbox"].search([("id", "!=", number)]).last_fetch_at = False
env.cr.commit()


def wait(condition, what):
    pause = threading.Event()
    for _try in range(400):
        env.cr.rollback()
        env.invalidate_all()
        if condition():
            return
        pause.wait(0.05)
    raise AssertionError(f"waited for {what}")


def wakes():
    env.cr.execute(
        "UPDATE queue_job SET state = 'cancelled' WHERE method_name = '_job_fetch' "
        "AND state = 'pending' AND records::text LIKE %s RETURNING id",
        (f"%[{number}]%",),
    )
    found = env.cr.rowcount
    env.cr.commit()
    return found


def is_watched():
    return box.news_text == "Waiting for news (IDLE)"


def put(raw):
    with IMAPClient("127.0.0.1", server, ssl=False) as client:
        client.login(user, "secret")
        client.append("INBOX", raw)


def watch():
    watcher = mail_watch.ensure(env.cr.dbname)
    wait(is_watched, "IDLE")
    wait(wakes, "the look at what came before")
    return watcher
"""


def watched(box, code):
    """Run code beside a watcher of this mailbox; return its `result`."""
    values = {"number": box.id, "user": box.user, "server": box.server.imap}
    raw = make_letter(f"{box.user}-news").decode()
    return box.odoo.run(WATCH + code, raw=raw, **values)


def test_a_letter_wakes_the_fetch_within_the_poll(make_box):
    box = make_box()
    box.fetch()
    code = """
before = box.news_text
watch()
put(raw)
wait(wakes, "the news")
result = before, wakes()
"""
    assert watched(box, code) == ["Asked every minute", 0]
    assert box.rows() == (0, 0), "the watcher itself takes nothing"
    box.fetch()
    assert box.rows() == (1, 1)


def test_no_transaction_is_open_while_it_waits(make_box):
    box = make_box()
    box.fetch()
    code = """
watch()
# from here on it waits longer than this test does
mail_watch.REFRESH_SECONDS = 600


def is_all_closed():
    env.cr.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%%'"
    )
    return not env.cr.fetchone()[0]


# its last look at the mailboxes may go on
wait(is_all_closed, "no transaction")
"""
    watched(box, code)


def test_a_cut_line_is_taken_up_again(make_box, server):
    box = make_box()
    box.fetch()
    with box.through(BrokenLine(server.imap)) as line:
        line.cut("IDLE", when="middle", after=15)
        code = """
watch()
put(raw)
wait(wakes, "the news")
"""
        watched(box, code)
        assert line.fired


def test_a_database_has_one_watcher_and_another_takes_over(make_box):
    box = make_box()
    box.fetch()
    code = """
first = watch()
second = mail_watch.Watcher(env.cr.dbname)
second.start()
second.join(10)
alone = first.is_alive(), second.is_alive()
env.cr.execute(
    "SELECT pg_terminate_backend(pid) FROM pg_locks"
    " WHERE locktype = 'advisory' AND classid = %s AND objid = 0",
    (mail_watch.LOCK_SPACE,),
)
env.cr.commit()
wait(lambda: not first.is_alive(), "the end of the first")
wait(lambda: not is_watched(), "its locks' end")
third = watch()
put(raw)
wait(wakes, "the news")
result = alone, third is first
"""
    assert watched(box, code) == [[True, False], False]


def test_a_mailbox_that_fails_is_let_go(make_box):
    box = make_box()
    box.fetch()
    code = """
watcher = watch()
box.error_count = 1
env.cr.commit()
wait(lambda: not is_watched(), "the letting go")
box.error_count = 0
env.cr.commit()
wait(lambda: number in watcher._shunned, "the memory of it")
result = list(watcher.posts)
"""
    assert watched(box, code) == []


def test_the_number_of_connections_has_a_limit(make_box):
    box = make_box()
    box.fetch()
    code = """
watcher = watch()
env["ir.config_parameter"].set_param("cc_appeals.idle_connections", "0")
env.cr.commit()
wait(lambda: not is_watched(), "the letting go")
result = list(watcher.posts)
env["ir.config_parameter"].set_param("cc_appeals.idle_connections", "20")
"""
    assert watched(box, code) == []


def test_a_server_that_cannot_tell_is_left_to_the_poll(odoo):
    with Dovecot({"poor": PASSWORD}, extra=POOR) as server:
        box = Box(odoo, server, "poor")
        box.fetch()
        code = """
watcher = mail_watch.ensure(env.cr.dbname)
wait(lambda: number in watcher._shunned, "the letting go")
result = is_watched()
"""
        assert watched(box, code) is False


def test_only_the_scheduler_starts_a_watcher(make_box):
    box = make_box()
    code = """
env["cc.mailbox"]._cron_wake()
by_hand = env.cr.dbname in mail_watch._watchers
env["cc.mailbox"].with_context(cron_id=1)._cron_wake()
result = by_hand, mail_watch._watchers[env.cr.dbname].is_alive()
"""
    assert watched(box, code) == [False, True]


@pytest.mark.parametrize("seconds", [0.3, 240])
def test_leaving_idle_now_and_then_loses_nothing(make_box, seconds):
    box = make_box()
    box.fetch()
    code = (
        f"imap_fetch.IDLE_SECONDS = {seconds}\n"
        + """
watch()
for number_of_letter in range(3):
    put(raw.replace("Text", f"Text {number_of_letter}"))
    wait(wakes, "the news")
"""
    )
    watched(box, code)
