"""A letter on the wire: what goes in comes out; what was not packed is refused."""

from pathlib import Path

import pytest

from ..letter import Letter, LetterError, parse
from ..letter_wire import HEAD, pack, unpack
from ..mail.files import Attachment

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.eml"))


def carried(found):
    sizes, head, *files = pack(found)
    content = b"".join(files)
    assert HEAD.unpack(sizes) == (len(head), len(content))
    return unpack(head, content)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_comes_out_as_it_went_in(path):
    letter = parse(path.read_bytes())
    assert carried(letter) == letter


def test_files_are_told_apart_and_half_characters_survive():
    files = tuple(
        Attachment(name, "text/plain", len(data), "0", data)
        for name, data in (("a", b"first"), ("empty", b""), ("\udc80", b"\0\xff"))
    )
    letter = Letter(text="half \ud83d of a sign", attachments=files)
    assert carried(letter) == letter


def test_an_error_keeps_all_it_says():
    error = LetterError("too_deep", "parts nested", {"subject": "тема"})
    found = carried(error)
    assert (found.code, found.text) == ("too_deep", "parts nested")
    assert found.headers == {"subject": "тема"}


@pytest.mark.parametrize("head", [b"", b"[]", b"{}", b"null", b'{"text": 1}', b"\xff"])
def test_bytes_that_are_no_answer_are_refused(head):
    with pytest.raises((ValueError, KeyError, TypeError)):
        unpack(head, b"")


def test_files_of_another_size_are_refused():
    _sizes, head, *_files = pack(Letter())
    with pytest.raises(ValueError, match="another size"):
        unpack(head, b"more")
