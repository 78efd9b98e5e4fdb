"""The network half of a mailbox against a real Dovecot; no database is used."""

import dataclasses

import pytest
from broken_line import BrokenLine
from dovecot import Dovecot, free_ports
from faulty_smtp import FaultySmtp

from odoo.addons.cc_appeals import imap_fetch
from odoo.addons.cc_appeals.imap_fault import MailboxFault
from odoo.addons.cc_appeals.imap_fetch import Account, open_mailbox, plan

PASSWORD = "тайна"
SIMPLE = "imap_capability = IMAP4rev1 UIDPLUS STARTTLS AUTH=PLAIN"


def letter(number, body="x"):
    return (
        f"From: a{number}@example.org\r\nSubject: letter {number}\r\n"
        f"Message-ID: <{number}@example.org>\r\n\r\n{body}\r\n"
    ).encode()


@pytest.fixture(scope="module")
def server():
    users = {"ivan": PASSWORD, "anna": 's3 "cret\\', "big": "secret", "cut": "secret"}
    users |= {"seen": "secret", "move": "secret"}
    with Dovecot(users) as found:
        yield found


@pytest.fixture
def account(server):
    return Account(
        host="localhost",
        port=server.imap,
        security="none",
        login="ivan",
        folder="INBOX",
        password=PASSWORD,
    )


@pytest.fixture
def trusted(server, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(server.ca))


def read(account, first=1, **options):
    with open_mailbox(account) as box:
        groups = box.letters(box.uids(first), **options)
        return [one for group in groups for one in group]


def fault_of(account, seconds=3):
    with pytest.raises(MailboxFault) as caught:
        with open_mailbox(account, seconds=seconds):
            pass
    return caught.value.code


def as_user(account, login, password="secret", **changes):
    return dataclasses.replace(account, login=login, password=password, **changes)


def test_letters_come_whole_and_flags_stay(server, account):
    raws = [letter(n, "тело" * n) for n in range(3)]
    server.append("ivan", *raws)
    assert [one.raw for one in read(account)] == raws
    with server.inbox("ivan") as client:
        assert not client.search("SEEN")
        first = client.search()[0]
    assert [one.raw for one in read(account, first + 1)] == raws[1:]


def test_nothing_beyond_the_end(server, account):
    with open_mailbox(account) as box:
        assert box.uids(10_000) == []
        assert box.uids(5, 2) == []


def test_a_password_of_any_letters(server, account):
    with open_mailbox(as_user(account, "anna", 's3 "cret\\')) as box:
        assert box.count == 0


def test_tls_and_starttls_with_a_known_certificate(server, account, trusted):
    for security, port in (("tls", server.imaps), ("starttls", server.imap)):
        with open_mailbox(
            dataclasses.replace(account, security=security, port=port)
        ) as box:
            assert box.uid_validity


def test_each_fault_has_its_code(server, account):
    (closed,) = free_ports(1)
    replace = dataclasses.replace
    codes = {
        "login": replace(account, password="wrong"),
        "no_folder": replace(account, folder="Нет такой"),
        "refused": replace(account, port=closed),
        "unknown_host": replace(account, host="no.such.invalid", security="tls"),
        "certificate_unknown": replace(account, security="tls", port=server.imaps),
        "not_tls": replace(account, security="tls"),
        "timeout": replace(account, port=server.imaps),
        "not_loopback": replace(account, host="imap.example.org"),
    }
    with FaultySmtp() as other:
        codes["not_imap"] = replace(account, port=other.port)
        found = {code: fault_of(one, seconds=1) for code, one in codes.items()}
    assert found == {code: code for code in codes}


def test_a_name_no_resolver_takes_is_an_unknown_host(account):
    for host in ("x" * 70, "a..b", "ы" * 70):
        bad = dataclasses.replace(account, host=host, security="tls")
        assert fault_of(bad) == "unknown_host"


def test_a_server_without_starttls(account):
    with Dovecot({"ivan": "secret"}, "imap_capability = IMAP4rev1\nssl = no") as plain:
        asked = as_user(account, "ivan", security="starttls", port=plain.imap)
        assert fault_of(asked) == "no_starttls"


def test_a_line_that_breaks_at_login_is_no_wrong_password(server, account):
    with BrokenLine(server.imap) as line:
        line.cut("LOGIN")
        asked = as_user(account, "cut", port=line.port)
        assert fault_of(asked) == "cut"
        line.cut("SELECT", how="silence")
        assert fault_of(asked, seconds=1) == "timeout"


@pytest.mark.parametrize(("user", "target"), [("seen", ""), ("move", "Принятые")])
def test_telling_twice_changes_nothing(server, account, user, target):
    with server.inbox(user) as client:
        if target:
            client.create_folder(target)
    server.append(user, letter("told"), letter("other"))
    with open_mailbox(as_user(account, user, target=target)) as box:
        box.tell([1])
        box.tell([1])
    with server.inbox(user) as client:
        assert client.search("UNSEEN") == [2]
    with server.inbox(user, target or "INBOX") as client:
        assert client.search() == [1] if target else [1, 2]


def test_a_server_that_cannot_move(account):
    with Dovecot({"ivan": "secret"}, SIMPLE) as simple:
        asked = as_user(account, "ivan", port=simple.imap, target="Done")
        with simple.inbox("ivan") as client:
            client.create_folder("Done")
        simple.append("ivan", letter(1), letter(2))
        with simple.inbox("ivan") as client:
            client.add_flags([2], [r"\Deleted"])
        with open_mailbox(asked) as box:
            box.tell([1])
        with simple.inbox("ivan") as client:
            assert client.search() == [2], "only what was moved is expunged"
        with simple.inbox("ivan", "Done") as client:
            assert len(client.search()) == 1


def test_no_folder_to_move_to(server, account):
    server.append("ivan", letter("stays"))
    asked = dataclasses.replace(account, target="Absent")
    with open_mailbox(asked) as box:
        for action in (box.check_target, lambda: box.tell(box.uids(1))):
            with pytest.raises(MailboxFault) as caught:
                action()
            assert caught.value.code == "no_target"


def test_a_big_letter_comes_in_pieces(server, account, monkeypatch):
    raws = [letter(1), letter(2, "большое\r\n" * 200_000), letter(3)]
    server.append("big", *raws)
    asked = as_user(account, "big")
    monkeypatch.setattr(imap_fetch, "BIG", 1_000_000)
    with BrokenLine(server.imap) as line:
        found = read(dataclasses.replace(asked, port=line.port))
        pieces = [one for one in line.commands if b"BODY.PEEK[]<" in one]
    assert [one.raw for one in found] == raws
    assert len(pieces) == -(-len(raws[1]) // imap_fetch.PIECE)


def test_a_letter_over_the_limit_is_set_aside_with_its_head(
    server, account, monkeypatch
):
    monkeypatch.setattr(imap_fetch, "BIG", 1_000_000)
    monkeypatch.setattr(imap_fetch, "MAX_LETTER", 2_000_000)
    first, large, last = read(as_user(account, "big"))
    assert (first.fault, large.fault, last.fault) == ("", "too_large", "")
    assert b"Subject: letter 2" in large.raw and len(large.raw) < 1000


def test_a_cut_answer_gives_no_half_letter(server, account):
    with BrokenLine(server.imap) as line:
        line.cut("UID FETCH", when="middle", after=300, nth=2)
        asked = as_user(account, "big", port=line.port)
        with pytest.raises(MailboxFault) as caught:
            read(asked)
        assert line.fired
    assert caught.value.code == "cut"


def test_the_letter_a_server_breaks_off_at_is_named(account):
    with Dovecot({"ivan": "secret"}) as server:
        asked = as_user(account, "ivan", port=server.imap)
        server.append("ivan", letter(1), letter(2, "y" * 5000), letter(3))
        server.letter_file("ivan", "Subject: letter 2").chmod(0)
        found = []
        with pytest.raises(MailboxFault) as caught:
            with open_mailbox(asked) as box:
                for group in box.letters(box.uids(1), careful=50):
                    found += group
        assert caught.value.code in ("server", "cut")
        assert box.reading == [2]
        assert [one.raw for one in found] == [letter(1)]
        assert [one.raw for one in read(asked, 3)] == [letter(3)]


def test_plan_keeps_order_and_bounds():
    big = imap_fetch.BIG + 1
    assert plan({}) == []
    assert plan({3: 1, 1: 1, 2: big, 4: 1}) == [[1], [2], [3, 4]]
    assert [len(g) for g in plan(dict.fromkeys(range(120), 10))] == [50, 50, 20]
    half = imap_fetch.BIG
    assert plan(dict.fromkeys(range(5), half)) == [[0, 1], [2, 3], [4]]


def test_long_folders_are_searched_in_windows(server, account, monkeypatch):
    monkeypatch.setattr(imap_fetch, "SEARCH_UIDS", 2)
    with BrokenLine(server.imap) as line:
        asked = as_user(account, "big", port=line.port)
        with open_mailbox(asked) as box:
            assert box.uids(1) == [1, 2, 3]
            assert box.uids(2, 3) == [2, 3]
        assert sum(b"SEARCH" in one for one in line.commands) == 3
