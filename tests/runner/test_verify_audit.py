"""The outsider's checker: agrees with the sealer, and names what is wrong first."""

import importlib.util
import io
import json
import random
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def _load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name
    sys.modules.setdefault(path.stem, module)
    spec.loader.exec_module(module)
    return module


tool = _load(CHECKOUT / "tools" / "verify_audit.py")
chain = _load(CHECKOUT / "addons" / "cc_ledger" / "engine" / "chain.py")
LETTERS = 'aя€"\\/\n\t\x01\x7f\u2028😀 '
NOW = 2_000_000_000_000_000


def random_row(rand, number):
    def text():
        return "".join(rand.choices(LETTERS, k=rand.randint(0, 9)))

    row = dict.fromkeys(chain.FIELDS)
    row |= {
        "id": number * 2,
        "logged_at": NOW + number,
        "cluster": "7301234567890123456",
        "xid": 1000 + number // 3,
        "user_id": rand.randint(1, 9),
        "origin": "web",
        "action": text(),
        "detail": rand.choice([None, json.dumps({"a": text()})]),
        "res_id": rand.choice([None, 0, -1, 2**62]),
        "reason": rand.choice([None, text()]),
    }
    return row


def make(count=30, seed=4, waiting=0):
    """Return the lines of an export of a whole chain."""
    rand = random.Random(seed)
    rows = [random_row(rand, number) for number in range(1, count + waiting + 1)]
    seals = chain.seal(chain.START, rows[:count])
    lines = [{"cc_audit_export": 1, "database": "cc", "exported_at": NOW + 999}]
    lines += [
        {"seq": s.seq, "entry_id": s.entry_id, "hash": s.hash.hex(), "row": row}
        for s, row in zip(seals, rows, strict=False)
    ]
    lines += [
        {"seq": None, "entry_id": None, "hash": None, "row": row}
        for row in rows[count:]
    ]
    lines.append({"end": {"waiting": waiting}})
    # as it would come from a file
    return json.loads(json.dumps(lines))


def anchor(lines, seq):
    line = lines[seq]
    return tool.Anchor(seq, line["entry_id"], line["hash"], f"t{seq}", "cc", "file")


def verify(lines, *anchors):
    return tool.verify(lambda: iter(json.loads(json.dumps(lines))), anchors)


def reseal(lines, start):
    """Make the chain fit again from a seal on, as who knows the rules would."""
    previous = bytes.fromhex(lines[start - 1]["hash"]) if start > 1 else bytes(32)
    for line in lines[start:-1]:
        previous = chain.link(previous, line["row"])
        line["hash"] = previous.hex()


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_the_sealer_on_any_text(seed):
    lines = make(200, seed)
    check, fault = verify(lines, anchor(lines, 200))
    assert fault is None
    assert check.sealed == 200
    assert check.head.hex() == lines[200]["hash"]
    assert check.agreed == (1, 200)


def test_rows_that_wait_are_no_fault():
    check, fault = verify(make(10, waiting=3))
    assert fault is None
    assert (check.sealed, check.waiting) == (10, 3)


def test_a_changed_row():
    lines = make()
    lines[7]["row"]["user_id"] += 1
    _check, fault = verify(lines)
    assert (fault.kind, fault.first, fault.entry_id) == ("changed", 7, 14)


def test_a_changed_last_row():
    lines = make()
    lines[30]["row"]["reason"] = "other"
    assert verify(lines)[1].first == 30


def test_a_changed_hash_is_told_from_a_changed_row():
    lines = make()
    lines[7]["hash"] = "00" * 32
    _check, fault = verify(lines)
    assert (fault.kind, fault.first) == ("seal changed", 7)


def test_a_row_that_is_gone():
    lines = make()
    lines[7]["row"] = None
    check, fault = verify(lines)
    assert (fault.kind, fault.first, fault.entry_id) == ("missing", 7, 14)
    assert len(check.faults) == 1


def test_a_seal_that_is_gone():
    lines = make()
    row = lines.pop(7)["row"]
    lines.insert(-1, {"seq": None, "entry_id": None, "hash": None, "row": row})
    lines[-1]["end"]["waiting"] = 1
    check, fault = verify(lines)
    assert (fault.kind, fault.first) == ("missing", 7)
    assert {f.kind for f in check.faults} == {"missing", "inserted"}


def test_row_and_seal_taken_out_and_the_rest_renumbered():
    lines = make()
    del lines[7]
    for line in lines[7:-1]:
        line["seq"] -= 1
    assert verify(lines)[1].first == 7


@pytest.mark.parametrize("knows_the_rules", [True, False])
def test_row_and_seal_put_in_and_the_rest_renumbered(knows_the_rules):
    lines = make()
    new = json.loads(json.dumps(lines[7]))
    new["row"]["id"] = new["entry_id"] = 13
    if knows_the_rules:
        previous = bytes.fromhex(lines[6]["hash"])
        new["hash"] = chain.link(previous, new["row"]).hex()
    lines.insert(7, new)
    for line in lines[8:-1]:
        line["seq"] += 1
    _check, fault = verify(lines)
    assert (fault.kind, fault.first, fault.entry_id) == ("inserted", 7, 13)


def test_a_row_put_in_without_a_seal():
    lines = make()
    row = dict(lines[7]["row"], id=13)
    lines.insert(-1, {"seq": None, "entry_id": None, "hash": None, "row": row})
    lines[-1]["end"]["waiting"] = 1
    _check, fault = verify(lines)
    assert (fault.kind, fault.entry_id) == ("inserted", 13)


def test_an_old_row_that_pretends_to_be_the_newest():
    lines = make()
    row = dict(lines[7]["row"], id=13, xid=10**6)
    lines.insert(-1, {"seq": None, "entry_id": None, "hash": None, "row": row})
    lines[-1]["end"]["waiting"] = 1
    lines[0]["exported_at"] = NOW + tool.TOO_LATE + 9
    _check, fault = verify(lines)
    assert (fault.kind, fault.entry_id) == ("inserted", 13)


@pytest.mark.parametrize("with_ids", [True, False])
def test_swapped_rows(with_ids):
    lines = make()
    one, two = lines[7]["row"], lines[20]["row"]
    lines[7]["row"], lines[20]["row"] = two, one
    if with_ids:
        # the contents change places, the numbers stay
        one["id"], two["id"] = two["id"], one["id"]
    else:
        lines[7]["entry_id"], lines[20]["entry_id"] = two["id"], one["id"]
    _check, fault = verify(lines)
    assert (fault.kind, fault.first) == ("swapped", 7)
    assert "20" in fault.words


def test_a_cut_tail_is_seen_by_the_anchor_alone():
    lines = make()
    known = anchor(lines, 30)
    del lines[25:31]
    check, fault = verify(lines)
    assert fault is None
    assert any("cut tail" in remark for remark in check.remarks)
    _check, fault = verify(lines, known)
    assert (fault.kind, fault.first) == ("cut", 25)


def test_a_rewritten_chain_lies_between_two_anchors():
    lines = make()
    anchors = [anchor(lines, seq) for seq in (5, 10, 20, 30)]
    lines[14]["row"]["user_id"] += 1
    reseal(lines, 14)
    assert verify(lines)[1] is None
    check, fault = verify(lines, *anchors)
    assert (fault.kind, fault.first, fault.last) == ("rewritten", 11, 20)
    assert check.agreed == (2, 10)


def test_what_came_after_the_last_anchor_is_said():
    lines = make()
    check, _fault = verify(lines, anchor(lines, 20))
    assert any("10 seals are younger" in remark for remark in check.remarks)


def test_rows_that_wait_long_are_said():
    lines = make(10, waiting=3)
    lines[0]["exported_at"] = NOW + tool.LATE + 13
    check, fault = verify(lines)
    assert fault is None
    assert any("2 rows wait" in remark for remark in check.remarks)


def test_rows_with_an_old_moment_are_said():
    lines = make(10)
    lines[9]["row"]["logged_at"] -= 2 * tool.TOO_LATE
    reseal(lines, 9)
    check, fault = verify(lines)
    assert fault is None
    assert any("entry 18 first" in remark for remark in check.remarks)


def test_as_a_program(tmp_path, capsys):
    lines = make()
    export, anchors = tmp_path / "export", tmp_path / "anchors"
    export.write_text("\n".join(map(json.dumps, lines)))
    seen = {"seq": 30, "entry_id": 60, "hash": lines[30]["hash"], "at": "t"}
    note = json.dumps(seen | {"database": "cc"})
    anchors.write_text(f"some other line\nNov 22 host cc-audit-anchor {note}\n")
    assert tool.main([str(export), "--anchors", str(anchors)]) == 0
    assert "WHOLE up to seal 30" in capsys.readouterr().out
    lines[3]["row"]["action"] += "x"
    export.write_text("\n".join(map(json.dumps, lines)))
    assert tool.main([str(export), "--anchors", str(anchors)]) == 1
    assert "BAD from seal 3, entry 6" in capsys.readouterr().out
    assert tool.main([str(export), "--database", "x", "--anchors", str(anchors)]) == 2
    assert "no anchor is of database x" in capsys.readouterr().err


def test_a_broken_anchor_is_said_and_the_others_count(tmp_path):
    lines = make()
    seen = {"seq": 30, "entry_id": 60, "hash": lines[30]["hash"], "at": "t"}
    note = json.dumps(seen | {"database": "cc"})
    path = tmp_path / "anchors"
    path.write_text(f"{tool.MARK} {note[:40]}\n{tool.MARK} {note}\n")
    check, fault = verify(lines, *tool.choose(tool.read_anchors(path), "cc"))
    assert fault is None
    assert check.agreed == (1, 30)
    assert any("1 lines are broken" in remark for remark in check.remarks)


def test_an_export_that_was_cut_short_cannot_be_checked(tmp_path, capsys):
    export = tmp_path / "export"
    export.write_text("\n".join(map(json.dumps, make()[:-1])))
    assert tool.main([str(export)]) == 2
    assert "cut short" in capsys.readouterr().err


def test_a_report_counts_faults():
    lines = make()
    lines[7]["row"]["xid"] += 1
    lines[9]["row"]["xid"] += 1
    out = io.StringIO()
    assert tool.report(*verify(lines), out=out) == 1
    assert "2 faults in all" in out.getvalue()
