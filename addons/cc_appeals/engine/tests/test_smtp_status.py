import pytest

from ..smtp_status import meaning


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("550 5.1.1 <a@example.org>: user unknown", "no_mailbox"),
        ("5.1.1 550 5.1.1 no such user", "no_mailbox"),
        ("552 5.2.2 mailbox full", "full"),
        ("452-4.2.2 over quota", "full"),
        ("554 5.7.1 service unavailable; blocked", "unwanted"),
        ("Host or domain name not found (5.4.4)", "no_domain"),
        ("452 4.3.1 insufficient storage", "full"),
        # the server's own word first, then what it quotes
        ("451 4.4.1 tried mx, it said 550 5.1.1", "not_reached"),
        # no status, another's number, an address, a version
        ("421 busy", None),
        ("550 5.6.9 odd", None),
        ("connect to 10.5.1.1 refused", None),
        ("connect to 5.1.1.10 refused", None),
        ("v5.1.1 of the server", None),
        ("535 5.7.8 credentials invalid", None),
        ("", None),
        (None, None),
    ],
)
def test_an_answer_means_one_thing(said, expected):
    assert meaning(said) == expected
