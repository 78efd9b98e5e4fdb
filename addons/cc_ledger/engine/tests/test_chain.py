"""The chain binds each row to all before it, whatever the batches."""

import hashlib

import pytest

from ..chain import START, Break, Seal, canonical, check, link, seal

ROW = {"id": 1, "action": "inbox.processed", "reason": None, "detail": '{"a": "ж"}'}


def test_sorted_without_spaces_in_utf8():
    expected = '{"action":"inbox.processed","detail":"{\\"a\\": \\"ж\\"}","id":1}'
    assert canonical(ROW) == expected.encode()


def test_a_column_added_later_changes_nothing_while_it_is_null():
    assert canonical(ROW) == canonical(ROW | {"added": None})


def test_empty_text_and_zero_are_not_null():
    assert canonical({"id": 1}) != canonical({"id": 1, "reason": ""})
    assert canonical({"id": 1}) != canonical({"id": 1, "res_id": 0})


@pytest.mark.parametrize("value", [1.0, True, {"a": 1}, b"x"])
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(TypeError, match="res_id"):
        canonical({"id": 1, "res_id": value})


def test_known_answer():
    expected = hashlib.sha256(bytes(32) + b'{"id":7}').hexdigest()
    assert link(bytes(32), {"id": 7}).hex() == expected


def test_each_seal_binds_all_rows_before_it():
    rows = [{"id": number} for number in (1, 2, 3)]
    seals = list(seal(START, rows))
    assert [(one.seq, one.entry_id) for one in seals] == [(1, 1), (2, 2), (3, 3)]
    other = list(seal(START, [{"id": 9}, *rows[1:]]))
    assert all(one.hash != two.hash for one, two in zip(seals, other, strict=True))


def test_batches_make_the_same_chain():
    rows = [{"id": number} for number in range(1, 8)]
    whole = list(seal(START, rows))
    first = list(seal(START, rows[:3]))
    assert first + list(seal(first[-1], rows[3:])) == whole


def chain(count=5):
    rows = [{"id": 10 + number, "action": "x"} for number in range(count)]
    return list(zip(seal(START, rows), rows, strict=True))


def test_a_whole_chain_is_followed_from_anywhere_to_its_end():
    links = chain()
    assert check(START, links) == (links[-1][0], None)
    assert check(links[1][0], links[2:]) == (links[-1][0], None)
    assert check(START, []) == (START, None)


@pytest.mark.parametrize(
    ("damage", "kind", "entry_id"),
    [
        (lambda links: links.pop(2), "missing", 0),
        (lambda links: links.__setitem__(2, (links[2][0], None)), "missing", 12),
        (lambda links: links[2][1].update(action="y"), "changed", 12),
        (
            lambda links: links.__setitem__(2, (Seal(3, 12, bytes(32)), links[2][1])),
            "changed",
            12,
        ),
        (
            lambda links: links.__setitem__(2, (links[2][0], links[3][1])),
            "changed",
            12,
        ),
    ],
)
def test_the_first_break_is_told_with_its_row(damage, kind, entry_id):
    links = chain()
    good = links[1][0]
    damage(links)
    assert check(START, links) == (good, Break(kind, 3, entry_id))
