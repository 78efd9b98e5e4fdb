import polib
import pytest

from runner.catalogues import merged, remarks, template


def entry(msgid, *places, msgstr="", **options):
    occurrences = [(place, "") for place in places]
    return polib.POEntry(msgid=msgid, msgstr=msgstr, occurrences=occurrences, **options)


@pytest.fixture
def exported():
    catalogue = polib.POFile()
    catalogue.metadata = {"POT-Creation-Date": "2026-01-01"}
    catalogue.append(entry("Topic", "model:ir.model,name:cc_x.model_cc_topic"))
    catalogue.append(entry("Water", "model:cc.topic,name:cc_x.demo_topic_water"))
    catalogue.append(entry("Close", "code:addons/cc_x/models/cc_x.py:0"))
    return catalogue


def test_template_has_no_dates_and_no_demo_terms(exported):
    pot = template(exported, "cc_x")
    assert [e.msgid for e in pot] == ["Close", "Topic"]
    assert "POT-Creation-Date" not in pot.metadata


def test_merge_keeps_translations_and_drops_what_is_gone(exported):
    known = polib.POFile()
    known.append(entry("Close", msgstr="Закрыть"))
    known.append(entry("Gone", msgstr="Ушло"))
    catalogue = merged(template(exported, "cc_x"), known, "cc_x")
    assert {e.msgid: e.msgstr for e in catalogue} == {"Close": "Закрыть", "Topic": ""}


def test_missing_and_fuzzy_terms_are_remarked():
    catalogue = polib.POFile()
    catalogue.append(entry("Done", msgstr="Готово"))
    catalogue.append(entry("Left"))
    catalogue.append(entry("Vague", msgstr="Смутно", flags=["fuzzy"]))
    assert remarks(catalogue) == ["not translated: 'Left'", "fuzzy: 'Vague'"]
