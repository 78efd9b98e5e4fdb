"""The network half of an outgoing account against a server that fails on purpose."""

import contextlib

import pytest
from dovecot import free_ports, make_certificates
from faulty_smtp import FaultySmtp

from odoo.addons.cc_appeals import smtp_line
from odoo.addons.cc_appeals.smtp_line import Parcel, SmtpAccount, SmtpLine, SmtpLines
from odoo.addons.cc_ledger.outcome import ACCEPTED, DOWN, LATER, REFUSED, UNKNOWN
from odoo.addons.cc_ledger.parallel import in_parallel


def parcel(number=1, to="anna@example.ru", body="x"):
    raw = f"Message-ID: <{number}@example.org>\r\nSubject: {number}\r\n\r\n{body}\r\n"
    return Parcel("bounces@example.org", to, raw.encode())


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    for name in ("CONNECT_SECONDS", "ANSWER_SECONDS", "ACCEPT_SECONDS"):
        monkeypatch.setattr(smtp_line, name, 1)


@pytest.fixture
def server():
    with FaultySmtp() as found:
        yield found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("smtp") / "tls"
    make_certificates(folder)
    return folder


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "ca.crt"))
    return certificate / "server.crt", certificate / "server.key"


def account(server, security="none", host="127.0.0.1", **changes):
    return SmtpAccount(host=host, port=server.port, security=security, **changes)


@contextlib.contextmanager
def opened(asked):
    line = SmtpLine(asked)
    try:
        yield line
    finally:
        line.close()


def test_letters_go_over_one_connection(server):
    body = ".first\r\n..\r\n.\r\nпоследняя"
    with opened(account(server)) as line:
        first = line.send(parcel(1, body=body))
        assert line.send(parcel(2)).kind == ACCEPTED
    assert (first.kind, first.ref) == (ACCEPTED, "250 2.0.0 Ok: queued as 1")
    sender, recipients, raw = server.accepted[0]
    assert (sender, recipients) == ("bounces@example.org", ["anna@example.ru"])
    assert raw == parcel(1, body=body).raw, "bytes come as they went"
    assert server.commands.count("connect") == 1
    assert server.commands[-1] == "quit"


def test_what_the_server_calls_it_names_no_recipient(server):
    server.fail("accept", "250 2.0.0 <Anna@example.ru> queued as 1")
    with opened(account(server)) as line:
        outcome = line.send(parcel())
    assert outcome.kind == ACCEPTED
    assert "nna@" not in outcome.ref
    assert outcome.ref.endswith("queued as 1")


FAULTS = [
    ("connect", "554 5.3.2 no", DOWN, "server"),
    ("connect", "421 4.3.2 busy", DOWN, "server"),
    ("connect", "cut", DOWN, "cut"),
    ("connect", "silent", DOWN, "timeout"),
    ("ehlo", "502 5.5.1 no", DOWN, "server"),
    ("ehlo", "421 4.3.2 busy", DOWN, "server"),
    ("ehlo", "cut", DOWN, "cut"),
    ("ehlo", "silent", DOWN, "timeout"),
    ("mail", "451 4.3.0 later", LATER, "busy"),
    ("mail", "421 4.3.2 busy", LATER, "busy"),
    ("mail", "550 5.7.1 not yours", DOWN, "sender_refused"),
    ("mail", "530 5.7.0 log in", DOWN, "sender_refused"),
    ("mail", "552 5.3.4 too big", REFUSED, "too_large"),
    ("mail", "cut", LATER, "cut_before"),
    ("mail", "silent", LATER, "timeout_before"),
    ("rcpt", "450 4.2.0 grey", LATER, "busy"),
    ("rcpt", "421 4.3.2 busy", LATER, "busy"),
    ("rcpt", "552 5.2.2 full", LATER, "busy"),
    ("rcpt", "550 5.1.1 unknown", REFUSED, "recipient_refused"),
    ("rcpt", "554 5.7.1 Relay access denied", LATER, "recipient_refused"),
    ("rcpt", "553 5.7.1 Sender address rejected", LATER, "recipient_refused"),
    ("rcpt", "530 5.7.0 log in", LATER, "recipient_refused"),
    ("rcpt", "nonsense", LATER, "busy"),
    ("rcpt", "cut", LATER, "cut_before"),
    ("rcpt", "silent", LATER, "timeout_before"),
    ("data", "451 4.3.0 later", LATER, "busy"),
    ("data", "554 5.5.0 no", REFUSED, "letter_refused"),
    ("data", "cut", LATER, "cut_before"),
    ("accept", "451 4.3.0 later", LATER, "busy"),
    ("accept", "421 4.3.2 busy", LATER, "busy"),
    ("accept", "550 5.7.1 spam", REFUSED, "letter_refused"),
    ("accept", "nonsense", UNKNOWN, "cut_after"),
    ("accept", "cut", UNKNOWN, "cut_after"),
    ("accept", "lost", UNKNOWN, "cut_after"),
    ("accept", "silent", UNKNOWN, "no_answer"),
    ("accept", "kept", UNKNOWN, "no_answer"),
]


@pytest.mark.parametrize(("stage", "fault", "kind", "code"), FAULTS)
def test_each_fault_has_its_outcome_and_the_next_letter_passes(
    server, stage, fault, kind, code
):
    server.fail(stage, fault, times=1)
    with opened(account(server)) as line:
        outcome = line.send(parcel(1))
        assert (outcome.kind, outcome.code) == (kind, code)
        kept = len(server.accepted)
        assert kept == (fault in ("lost", "kept"))
        if fault[:1].isdigit():
            assert outcome.detail == fault, "the server's own words"
        assert line.send(parcel(2)).kind == ACCEPTED
    assert len(server.accepted) == kept + 1


def test_a_fault_at_quit_concerns_no_letter(server):
    server.fail("quit", "cut")
    with opened(account(server)) as line:
        assert line.send(parcel()).kind == ACCEPTED


def test_a_kept_line_that_was_closed_meanwhile_is_opened_again(server):
    with opened(account(server)) as line:
        assert line.send(parcel(1)).kind == ACCEPTED
        for fault in ("421 4.4.2 idle too long", "cut"):
            server.fail("mail", fault, times=1)
            assert line.send(parcel(2)).kind == ACCEPTED
    assert len(server.accepted) == 3


def test_what_is_told_of_the_line_and_what_of_the_letter(server):
    with opened(account(server)) as line:
        for fault, is_line in (
            ("450 4.2.0 grey", False),
            ("421 4.3.2 busy", True),
            ("554 5.7.1 relaying denied", True),
            ("550 5.1.1 unknown", False),
        ):
            server.fail("rcpt", fault, times=1)
            assert line.send(parcel()).is_line is is_line


def test_nobody_listens():
    asked = SmtpAccount("127.0.0.1", free_ports(1)[0], "none")
    with opened(asked) as line:
        outcome = line.send(parcel())
    assert (outcome.kind, outcome.code) == (DOWN, "refused")


def test_no_such_host():
    with opened(SmtpAccount("nowhere.invalid", 465, "tls")) as line:
        assert line.send(parcel()).code == "unknown_host"
    with opened(SmtpAccount("a" * 70 + ".example", 465, "tls")) as line:
        assert line.send(parcel()).code == "unknown_host"


def test_a_password_never_crosses_the_network_in_the_clear():
    with opened(SmtpAccount("smtp.example.org", 25, "none", "a", "b")) as line:
        assert line.send(parcel()).code == "not_loopback"


def test_a_letter_over_the_servers_limit_is_not_even_begun():
    with FaultySmtp(size=1000) as server, opened(account(server)) as line:
        assert line.send(parcel(body="x" * 2000)).code == "too_large"
        assert line.send(parcel()).kind == ACCEPTED
    assert server.commands.count("mail") == 1


def test_an_address_in_another_script(server):
    with opened(account(server)) as line:
        assert line.send(parcel(to="анна@example.ru")).kind == ACCEPTED
        line._smtp.esmtp_features.pop("smtputf8")
        assert line.send(parcel(to="анна@example.ru")).code == "no_smtputf8"


# encryption and login
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted_and_logged_in(trusted, security):
    users = {"line": "secret"}
    server = FaultySmtp(tls=trusted, is_implicit=security == "tls", users=users)
    with server:
        asked = account(server, security, "localhost", login="line", password="secret")
        with opened(asked) as line:
            assert line.send(parcel()).kind == ACCEPTED
        wrong = account(server, security, "localhost", login="line", password="x")
        with opened(wrong) as line:
            assert line.send(parcel()).code == "login"
        odd = account(server, security, "localhost", login="line", password="тайна")
        with opened(odd) as line:
            assert line.send(parcel()).code == "login"
        server.fail("auth", "454 4.7.0 try later")
        with opened(asked) as line:
            assert line.send(parcel()).code == "server"
    assert len(server.accepted) == 1


def test_nothing_goes_in_the_clear_when_encryption_fails(trusted):
    with FaultySmtp(tls=trusted) as server:
        server.fail("starttls", "454 4.7.0 not now")
        asked = account(server, "starttls", "localhost")
        with opened(asked) as line:
            assert line.send(parcel()).code == "no_starttls"
        assert "mail" not in server.commands
    with FaultySmtp() as plain, opened(account(plain, "starttls")) as line:
        assert line.send(parcel()).code == "no_starttls"
        assert "mail" not in plain.commands


def test_a_certificate_nobody_vouches_for(certificate):
    pair = certificate / "server.crt", certificate / "server.key"
    for implicit, security in ((True, "tls"), (False, "starttls")):
        with FaultySmtp(tls=pair, is_implicit=implicit) as server:
            with opened(account(server, security, "localhost")) as line:
                assert line.send(parcel()).code == "certificate_unknown"


def test_a_port_where_something_else_answers(server):
    server.fail("connect", "* OK IMAP4rev1 ready")
    with opened(account(server)) as line:
        assert line.send(parcel()).code == "not_smtp"


def test_tls_to_a_port_that_does_not_speak_it(server):
    with opened(account(server, "tls")) as line:
        assert line.send(parcel()).code == "not_tls"


def test_a_login_the_server_does_not_offer(server):
    with opened(account(server, login="line", password="x")) as line:
        assert line.send(parcel()).code == "no_login"


# several lines
def test_several_lines_send_each_letter_once(server):
    parcels = {number: parcel(number) for number in range(60)}
    with SmtpLines(account(server), 4) as lines:
        found = dict(in_parallel(range(60), lines.send, parcels.get, 4))
    assert set(found) == set(range(60))
    assert {outcome.kind for outcome in found.values()} == {ACCEPTED}
    assert len({raw for _from, _to, raw in server.accepted}) == 60
    assert server.commands.count("connect") <= 4


def test_what_a_thread_raises_is_an_outcome():
    def work(item):
        raise KeyError("words of a letter")

    ((item, outcome),) = in_parallel([1], work, lambda each: each, 2)
    assert (item, outcome.kind, outcome.detail) == (1, UNKNOWN, "KeyError")


def test_no_more_is_pulled_than_can_be_sent():
    pulled, done = [], []

    def items():
        for number in range(10):
            pulled.append(number)
            yield number

    for item, _outcome in in_parallel(items(), lambda one: None, lambda each: each, 3):
        done.append(item)
        assert len(pulled) - len(done) <= 3
    assert sorted(done) == list(range(10))
