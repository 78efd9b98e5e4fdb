import os

import pytest

from .. import seal

MASTER = seal.master_key("k" * 32)


def sealed(raw, key):
    return list(enumerate(seal.seal(key, raw)))


def opened(raw, key, first, last, parts=None):
    parts = parts or sealed(raw, key)
    wanted = [parts[number] for number in seal.pieces(first, last)]
    return b"".join(seal.unseal(key, len(raw), wanted, first, last))


@pytest.mark.parametrize("size", [1, seal.PIECE - 1, seal.PIECE, 3 * seal.PIECE + 5])
def test_any_part_is_opened_alone(size):
    key, raw = os.urandom(32), os.urandom(size)
    assert opened(raw, key, 0, size - 1) == raw
    for first, last in ((0, 0), (size // 2, size - 1), (size - 1, size - 1)):
        assert opened(raw, key, first, last) == raw[first : last + 1]


def test_where_a_piece_lies():
    raw = os.urandom(2 * seal.PIECE + 1)
    key = os.urandom(32)
    file = b"".join(seal.seal(key, raw))
    for number, piece in sealed(raw, key):
        start, length = seal.place(number)
        assert file[start : start + length] == piece


def test_nothing_can_be_changed_moved_or_cut_off():
    key, raw = os.urandom(32), os.urandom(2 * seal.PIECE + 9)
    parts = sealed(raw, key)
    changed = [*parts[:1], (1, bytes([parts[1][1][0] ^ 1]) + parts[1][1][1:])]
    swapped = [(0, parts[1][1]), (1, parts[0][1])]
    for wrong in (changed, swapped):
        with pytest.raises(seal.SealError):
            list(seal.unseal(key, len(raw), wrong, 0, seal.PIECE + 1))
    with pytest.raises(seal.SealError):
        # the file says it is shorter than it was
        list(seal.unseal(key, seal.PIECE, parts[:1], 0, 5))
    with pytest.raises(seal.SealError):
        list(seal.unseal(key, len(raw), [(0, b"")], 0, 5))


def test_the_key_of_a_file_opens_with_its_master_and_name_only():
    key = os.urandom(32)
    wrapped = seal.wrap(MASTER, key, "file", os.urandom(12))
    assert seal.unwrap(MASTER, wrapped, "file") == key
    assert key not in wrapped
    other = seal.master_key("o" * 32)
    for master, name, what in (
        (other, "file", wrapped),
        (MASTER, "other", wrapped),
        (MASTER, "file", wrapped[:-1]),
        (MASTER, "file", b""),
    ):
        with pytest.raises(seal.SealError):
            seal.unwrap(master, what, name)


def test_a_password_is_no_key():
    with pytest.raises(ValueError, match="32 characters"):
        seal.master_key("password")
    assert seal.key_mark(MASTER) != seal.key_mark(seal.master_key("o" * 32))
