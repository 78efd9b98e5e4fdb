import os
import sqlite3

import pytest
from cc_connector.event_file import LONGEST_LINE, PATIENCE, EventFile
from cc_connector.spool import Place, Spool


@pytest.fixture
def log(tmp_path):
    return tmp_path / "cel.json"


def read_all(file):
    """Return the texts of all that can be read now."""
    found = []
    # a look that finds nothing may be the one that goes over to the next file
    for _look in range(PATIENCE + 3):
        while reading := file.read():
            found += [text for _key, text in reading.lines]
    return found


def test_nothing_there_is_no_fault(log):
    assert EventFile(log, None).read() is None


def test_a_torn_line_is_read_when_it_is_whole(log):
    file = EventFile(log, None)
    log.write_text("one\ntw")
    assert read_all(file) == ["one"]
    with log.open("a") as more:
        more.write("o\nthree\n")
    assert read_all(file) == ["two", "three"]


def test_it_goes_on_where_it_was(log):
    log.write_text("one\n")
    place = EventFile(log, None).read().place
    with log.open("a") as more:
        more.write("two\n")
    assert read_all(EventFile(log, place)) == ["two"]


def test_keys_are_places_and_never_repeat(log):
    file = EventFile(log, None)
    log.write_text("same\nsame\n")
    keys = [key for key, _text in file.read().lines]
    log.rename(log.with_suffix(".json.1"))
    log.write_text("same\nsame\n")
    while not (reading := file.read()):
        pass
    keys += [key for key, _text in reading.lines]
    assert keys == ["1:0", "1:5", "2:0", "2:5"]


def test_a_rotation_by_rename_loses_nothing(log):
    file = EventFile(log, None)
    log.write_text("one\n")
    assert read_all(file) == ["one"]
    with log.open("a") as more:
        more.write("two\n")
    log.rename(log.with_name("cel.json.1"))
    log.write_text("three\n")
    assert read_all(file) == ["two", "three"]


def test_a_rotation_while_nobody_read_loses_nothing(log):
    log.write_text("one\n")
    place = EventFile(log, None).read().place
    with log.open("a") as more:
        more.write("two\n")
    log.rename(log.with_name("cel.json-20261122"))
    log.write_text("three\n")
    assert read_all(EventFile(log, place)) == ["two", "three"]


def test_the_torn_end_of_a_rotated_file_is_reported(log):
    file = EventFile(log, None)
    log.write_text('one\n{"torn')
    assert read_all(file) == ["one"]
    log.rename(log.with_name("cel.json.1"))
    log.write_text("two\n")
    assert read_all(file) == ['{"torn', "two"]


def test_copytruncate_is_read_from_the_start(log):
    file = EventFile(log, None)
    log.write_text("one\ntwo\n")
    assert read_all(file) == ["one", "two"]
    os.truncate(log, 0)
    with log.open("a") as more:
        more.write("x\n")
    assert read_all(file) == ["x"]


def test_copytruncate_that_grew_again_meanwhile(log):
    log.write_text("one\ntwo\n")
    place = EventFile(log, None).read().place
    os.truncate(log, 0)
    with log.open("a") as more:
        more.write("three\nfour\nfive\n")
    assert read_all(EventFile(log, place)) == ["three", "four", "five"]


def test_the_inode_of_a_deleted_file_is_no_proof(log):
    log.write_text("one\ntwo\n")
    place = EventFile(log, None).read().place
    log.unlink()
    log.write_text("three\nfour\nfive\n")
    # whatever number the file system gave the new one, the worst is the old one's
    reused = Place(place.generation, log.stat().st_ino, place.offset, place.head)
    assert read_all(EventFile(log, reused)) == ["three", "four", "five"]


def test_a_megabyte_without_a_line_end_stops_nothing(log):
    log.write_bytes(b"x" * (1 << 20) + b"\nafter\n")
    texts = read_all(EventFile(log, None))
    assert texts[-1] == "after"
    assert max(map(len, texts)) <= LONGEST_LINE


def test_bytes_that_are_no_text_are_kept_as_marks(log):
    log.write_bytes(b"\xff\xfe\nafter\n")
    assert read_all(EventFile(log, None)) == ["\ufffd\ufffd", "after"]


# the spool
def test_lines_and_place_are_one_transaction(tmp_path):
    spool = Spool(tmp_path / "spool")
    spool._db.execute(
        "CREATE TRIGGER fault BEFORE INSERT ON place "
        "BEGIN SELECT raise(ABORT, 'disk'); END"
    )
    with pytest.raises(sqlite3.Error):
        spool.put([("1:0", "one")], Place(1, 7, 4))
    assert spool.waiting() == 0
    assert spool.place() is None


def test_a_batch_is_the_same_at_every_try(tmp_path):
    spool = Spool(tmp_path / "spool")
    spool.put([("1:0", "one")], Place(1, 7, 4))
    first = spool.next_batch(500)
    spool.put([("1:4", "two")], Place(1, 7, 8))
    spool.close()
    assert Spool(tmp_path / "spool").next_batch(500) == first


def test_a_batch_that_was_taken_never_gives_its_name_away(tmp_path):
    spool = Spool(tmp_path / "spool")
    spool.put([("1:0", "one")], Place(1, 7, 4))
    first = spool.next_batch(500)
    spool.taken(first)
    spool.put([("1:4", "two")], Place(1, 7, 8))
    second = spool.next_batch(500)
    assert first.ref != second.ref
    assert spool.waiting() == 1


def test_long_lines_make_small_batches(tmp_path):
    spool = Spool(tmp_path / "spool")
    many = [(f"1:{at}", "x" * LONGEST_LINE) for at in range(100)]
    spool.put(many, Place(1, 7, 4))
    batch = spool.next_batch(500)
    assert 10 < len(batch.lines) < 100


def test_a_new_spool_has_a_new_name(tmp_path):
    one, two = Spool(tmp_path / "one"), Spool(tmp_path / "two")
    assert one.name != two.name


def test_a_full_disk_raises_and_keeps_what_was(tmp_path):
    spool = Spool(tmp_path / "spool")
    spool.put([("1:0", "one")], Place(1, 7, 4))
    pages = spool._db.execute("PRAGMA page_count").fetchone()[0]
    spool._db.execute(f"PRAGMA max_page_count={pages}")
    many = [(f"2:{at}", "x" * 1000) for at in range(1000)]
    with pytest.raises(sqlite3.OperationalError):
        spool.put(many, Place(2, 7, 4))
    assert spool.place() == Place(1, 7, 4)
    assert spool.waiting() == 1
