"""What the rooms of `./run prove corpora` take for expected, out of strangers' sets."""

import base64
import json
from xml.etree import ElementTree

from tests.prove.support.bars import Bars
from tests.prove.support.corpora import (
    manager,
    numbers,
    pages,
    replies,
    reports,
    strings,
    structure,
    tables,
)
from tests.prove.support.corpora.corpus import Corpus


def _corpus(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Corpus(folder)


def test_a_list_of_bounces_with_other_columns_is_told(tmp_path, capsys):
    good = "file\tdsn\treason\thard_bounce\na.eml\t5.1.1\tuserunknown\ttrue\nshort\n"
    corpus = _corpus(
        tmp_path, bounce__a_expected_dot_tsv=good, bounce__b_expected_dot_tsv="x\ty\n"
    )
    assert [row["file"] for row in reports._rows(corpus, Bars())] == ["a.eml"]
    assert "b_expected.tsv has other columns" in capsys.readouterr().out


def test_a_part_of_few_is_said_with_how_many(capsys):
    bars = Bars()
    reports.say(bars, "bounces", [(True, ""), (True, ""), (False, "c.eml")], 97)
    said = capsys.readouterr().out
    assert "FAIL bounces, % of 3: 66.67" in said and "c.eml" in said
    reports.say(bars, "none", [], 97)
    assert (bars.passed, bars.failed) == (0, 1)


def test_leaves_of_a_structure(tmp_path):
    oracle = tmp_path / "x_decoded.xml"
    oracle.write_text(
        '<message><multipart><text-body name="../x_1.txt"/><binary-body/></multipart>'
        "</message>"
    )
    (tmp_path / "x_1.txt").write_text("words")
    assert structure._wanted(oracle) == [(True, b"words"), (False, None)]
    oracle.write_text("<message>")
    assert structure._wanted(oracle) is None


def test_marked_answers(tmp_path):
    asked = replies._Asked()
    path = tmp_path / "a"
    path.write_text("Own words\n#reply# > theirs\n#sig# Anna\n")
    asked.compare(path, "a", "Own words", "> theirs")
    assert [each[0] for each in asked.kept] == [True]
    assert [each[0] for each in asked.folded] == [True]
    assert [each[0] for each in asked.signed] == [False]


def test_answers_with_their_words_or_their_signature_beside(tmp_path):
    corpus = _corpus(
        tmp_path,
        a_reply_text="Hello\n\nSent from afar",
        a_dot_eml="From: b\n\nHello",
        b_body="Yours\n-- \nAnna",
        b_signature="-- \nAnna",
    )
    asked = replies._Asked()
    asked.compare(corpus.folder / "a.eml", "a", "Hello", "")
    asked.compare(corpus.folder / "b_body", "b", "Yours", "-- \nAnna")
    assert [each[0] for each in asked.told] == [True]
    assert [each[0] for each in asked.kept] == [True]
    assert [each[0] for each in asked.signed] == [True]
    assert [each[0] for each in asked.cut] == [True]


def test_examples_of_a_numbering_plan():
    kinds = "<mobile><exampleNumber>9123456789</exampleNumber></mobile><generalDesc/>"
    plan = ElementTree.fromstring(
        f'<territory id="RU" countryCode="7">{kinds}</territory>'
    )
    found = list(numbers._of_territory(plan))
    assert found == [("RU", "7", "9123456789", "mobile")]
    assert "8 (912) 345-67-89" in numbers._spellings("7", "9123456789", True)
    short = ElementTree.fromstring(f'<territory id="RU">{kinds}</territory>')
    assert next(numbers._of_territory(short))[3] == "short"
    beyond = ElementTree.fromstring(f'<territory id="001">{kinds}</territory>')
    assert not list(numbers._of_territory(beyond))


def test_rows_a_json_tells(tmp_path):
    path = tmp_path / "a.json"
    for held, rows in (
        ('{"a": "1"}', [{"a": "1"}]),
        ('[{"a": "1\\r\\n2"}]', [{"a": "1\n2"}]),
        ('[{"a": 1}]', None),
        ("[1]", None),
        ("{", None),
    ):
        path.write_text(held)
        assert tables._expected(path) == rows
    assert tables._expected(None) is None


def test_strings_of_lists_lines_and_code(tmp_path):
    packed = base64.b64encode(b"\xd0\xb4\xd0\xb0").decode()
    corpus = _corpus(
        tmp_path,
        strings__a_dot_json=json.dumps(["one", "", {"k": "two"}, "\ud800"]),
        strings__b_dot_txt="# said\nthree\n",
        strings__c_base64_dot_txt=packed,
        attack__csv__README_dot_md="=no\n```text\n  =1+1\n```\n",
        attack__other__README_dot_md="```\nnot asked\n```\n",
    )
    assert strings._texts(corpus) == {"one", "two", "three", packed, "да", "=1+1"}


def test_payloads_wherever_they_stand(tmp_path):
    corpus = _corpus(
        tmp_path,
        html__a_dot_json=json.dumps([{"payload": "<a>", "expected": "no"}, "<b>"]),
        html__b_dot_json="{",
        html__c_dot_html="<c>",
    )
    assert sorted(pages._payloads(corpus)) == ["<a>", "<b>", "<c>"]


def test_what_a_manager_said_without_what_it_was_asked():
    text = "Asterisk/1\nAction: Ping\n\nResponse: Success\nPing: Pong\n\nEvent: A\r\nX: 1\r\n"
    said = manager._said(text)
    assert [manager._name(each) for each in said] == ["Success", "A"]
