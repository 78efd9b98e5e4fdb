"""What `./run prove corpora` reads of a folder, before it asks the product."""

import csv
import hashlib
import os
import subprocess
import sys

import pytest

from runner import paths
from runner.fault import Fault
from tests.prove import corpora
from tests.prove.support.corpora import ROOMS, letters
from tests.prove.support.corpora.corpus import Corpus, percent, thin

LETTER = b"From: a@example.org\r\n\r\nHello\r\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("mail/one/a.eml", "mail/b.txt", "bounce/x/c.eml", "bounce/list.tsv"):
        _put(tmp_path / name)
    return tmp_path


def _put(path, data=LETTER):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _index(folder, rows, heading=("path", "class", "bytes", "sha256")):
    with (folder / "INDEX.tsv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([heading, *rows])


def _names(corpus, *rooms):
    return [corpus.name(path) for path in corpus.letters(*rooms)]


def test_without_a_list_folders_say_the_class(folder):
    _put(folder / "bounce/set-not-bounce/d.eml")
    corpus = Corpus.open(folder)
    found = {corpus.name(each): corpus.class_of(each) for each in corpus.files("mail")}
    assert found == {"mail/b.txt": "?", "mail/one/a.eml": "?"}
    assert corpus.class_of(folder / "bounce/x/c.eml") == "bounce"
    assert corpus.class_of(folder / "bounce/set-not-bounce/d.eml") == "mail"
    assert not corpus.is_listed(folder / "bounce/x/c.eml")
    assert "no INDEX.tsv" in corpus.notes[0]


def test_a_list_is_held_against_what_is_there(folder):
    digest = hashlib.sha256(LETTER).hexdigest()
    _index(
        folder,
        [
            ("mail/one/a.eml", "mail-auto", 30, digest),
            ("mail/b.txt", "mail", 30, "0" * 64),
            ("mail/gone.eml", "mail", 1, digest),
            ("../outside.eml", "mail", 1, digest),
        ],
    )
    _put(folder.parent / "outside.eml")
    corpus = Corpus.open(folder)
    assert corpus.class_of(folder / "mail/one/a.eml") == "mail-auto"
    gone, changed, more = corpus.notes
    assert gone.startswith("2 files") and "mail/gone.eml" in gone
    assert changed.startswith("1 files") and "mail/b.txt" in changed
    assert more.startswith("2 files") and "bounce/x/c.eml" in more


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00bad", b"name\tkind\nmail/b.txt\tmail\n", b"path\n\n"]
)
def test_a_list_that_is_none_is_told_and_not_used(folder, data):
    (folder / "INDEX.tsv").write_bytes(data)
    corpus = Corpus.open(folder)
    assert corpus.notes and "INDEX.tsv" in corpus.notes[0]
    assert corpus.class_of(folder / "mail/b.txt") == "?"


def test_lists_beside_letters_are_no_letters_unless_they_are_listed(folder):
    assert _names(Corpus.open(folder), "bounce") == ["bounce/x/c.eml"]
    _index(folder, [("bounce/list.tsv", "bounce", 1, "")])
    names = _names(Corpus.open(folder), "bounce")
    assert names == ["bounce/list.tsv", "bounce/x/c.eml"]


def test_hidden_files_and_links_to_nowhere_are_left_out(folder):
    _put(folder / "mail/.git/config.eml")
    os.symlink(folder / "nowhere", folder / "mail/z.eml")
    assert _names(Corpus.open(folder), "mail") == ["mail/b.txt", "mail/one/a.eml"]


def test_a_folder_with_nothing_known_is_a_fault(tmp_path):
    _put(tmp_path / "pictures/a.png")
    (tmp_path / "mail").mkdir()
    with pytest.raises(Fault, match="no file in any of"):
        Corpus.open(tmp_path)


def test_only_the_known_script_makes_a_folder_known(tmp_path):
    _put(tmp_path / "other.py")
    with pytest.raises(Fault):
        Corpus.open(tmp_path)
    _put(tmp_path / "ru_charsets.py", b"")
    assert Corpus.open(tmp_path).notes


def test_a_share_is_spread_and_never_nothing():
    assert thin(list(range(10)), 0.3) == [0, 3, 6]
    assert thin([1, 2], 0.01) == [1]
    assert thin([], 0.5) == []
    assert (percent(2, 3), percent(0, 0)) == (66.67, 100.0)


def test_rooms_nobody_can_ask_are_told(folder, capsys):
    _put(folder / "json/y_a.json", b"{}")
    asked = corpora._asked(Corpus.open(folder), None)
    assert {"letters", "charsets", "reports"} == set(asked)
    said = capsys.readouterr().out
    assert "json: not asked: no room of the product reads it yet" in said
    assert "smev3: not asked: no file in smev3/" in said
    assert corpora._asked(Corpus.open(folder), "numbers") == []


def test_every_folder_of_a_room_is_known_once_asked():
    assert len({room.name for room in ROOMS}) == len(ROOMS)
    assert all(room.module or room.unasked for room in ROOMS[2:])


def test_starts_of_a_mailbox_file():
    box = b"From a@b Mon\nSubject: 1\n\nFrom here on\n\nFrom c@d Tue\r\nTo: x\r\n\r\nZ\r\n"
    assert letters._starts(box) == 2
    assert letters._starts(LETTER) == 0


def test_what_the_rooms_try_to_reach_is_refused_and_told():
    script = (
        "import socket\n"
        "from tests.prove.support.corpora import outgoing\n"
        "tried = outgoing.refuse()\n"
        "for go in (lambda: socket.create_connection(('example.org', 80), 1),\n"
        "           lambda: socket.socket().connect(('192.0.2.1', 80))):\n"
        "    try:\n"
        "        go()\n"
        "    except ConnectionRefusedError:\n"
        "        pass\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname()).close()\n"
        "print(tried)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=paths.locate().checkout,
    )
    assert ended.stdout.strip() == "['example.org', '192.0.2.1']"
