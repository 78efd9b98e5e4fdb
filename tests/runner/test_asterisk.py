import json
import re

import pytest

from runner import processes, prompts
from runner.asterisk import PbxSettings
from runner.fault import Fault
from runner.paths import locate

CONFIG = locate().config
# of lines that are comments until somebody wants TLS
OF_COMMENTS = {"TLS", "HTTPS_PORT", "CERTIFICATE"}


def words_of_config():
    texts = (path.read_text() for path in (CONFIG / "asterisk").glob("*.conf"))
    return {word for text in texts for word in re.findall(r"@([A-Z_]+)@", text)}


def test_every_word_of_the_configuration_is_filled(tmp_path):
    settings = PbxSettings("main", "http://localhost", "t", 1, 2, 3, 4, 5)
    known = settings.words(tmp_path, tmp_path / "modules")
    assert words_of_config() - OF_COMMENTS <= known.keys()


def test_every_word_is_filled_in_the_container_too():
    start = (CONFIG / "docker/asterisk/start").read_text()
    known = set(re.findall(r"s\|@([A-Z_]+)@\|", start))
    assert words_of_config() - OF_COMMENTS == known


def test_no_secret_is_shown():
    settings = PbxSettings("main", "http://localhost", "hidden-token", 1, 2, 3, 4, 5)
    assert "hidden-token" not in repr(settings)
    assert settings.ami_secret not in repr(settings)


def test_what_the_dial_plan_plays_has_words_in_both_languages():
    plan = (CONFIG / "asterisk/extensions.conf").read_text()
    played = set(re.findall(r"\bcc/([a-z-]+[a-z])(?![\w$/-])", plan))
    for language in ("ru", "en"):
        known = prompts.read(CONFIG / f"asterisk/prompts/{language}.txt").keys()
        assert played <= known, language


def test_every_state_of_an_appeal_has_words():
    schema = locate().checkout / "connector/protocol/v1.schema.json"
    answer = json.loads(schema.read_text())["$defs"]["ivr_answer"]["properties"]
    for language in ("ru", "en"):
        known = prompts.read(CONFIG / f"asterisk/prompts/{language}.txt").keys()
        assert {f"state-{each}" for each in answer["state"]["enum"]} <= known


def test_both_languages_have_the_same_prompts():
    one, other = (
        prompts.read(CONFIG / f"asterisk/prompts/{language}.txt").keys()
        for language in ("ru", "en")
    )
    assert one == other


@pytest.mark.parametrize("line", ["words alone", "name =", "../name = words"])
def test_a_line_that_is_no_prompt_is_named(tmp_path, line):
    path = tmp_path / "ru.txt"
    path.write_text(f"# heading\n\ngood = words\n{line}\n")
    with pytest.raises(Fault, match=r"ru\.txt, line 4"):
        prompts.read(path)


def test_tones_stand_for_all_prompts(tmp_path):
    prompts.beeps(CONFIG / "asterisk/prompts", tmp_path)
    assert (tmp_path / "ru/closed.wav").stat().st_size > 8000
    assert (tmp_path / "en/closed.wav").exists()


def test_a_reused_number_is_another_process(tmp_path):
    known = {"pid": 1, "born": "never"}
    assert not processes.is_running(known)
    assert not processes.stop(known, 1)
    assert not processes.is_running(None)
    assert not processes.is_running({})


def test_facts_are_for_nobody_else(tmp_path):
    path = tmp_path / "facts.json"
    processes.write(path, {"a": 1})
    assert processes.read(path) == {"a": 1}
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("{")
    assert processes.read(path) == {}
