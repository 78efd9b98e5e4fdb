import pytest

from ..search_text import LONGEST, MOST_WORDS, read


@pytest.mark.parametrize(
    ("typed", "number", "end", "part"),
    [
        ("26-000123", "26-000123", "", ""),
        ("№ 26-000123", "26-000123", "", ""),
        ("№26–000123", "26-000123", "", ""),
        ("No. 26-000123", "26-000123", "", ""),
        ("26-1234567", "26-1234567", "", ""),
        ("26-123", "26-000123", "", "26-123"),
        ("26-0001", "26-000001", "", "26-0001"),
        ("123", "", "-000123", ""),
        ("1234", "", "-001234", "1234"),
        ("000123", "", "-000123", "000123"),
        ("1234567", "", "-1234567", ""),
        ("12345678", "", "", ""),
        ("+79160000067", "", "", ""),
        ("house 12", "", "", ""),
        ("номер", "", "", ""),
        ("No", "", "", ""),
    ],
)
def test_a_number_of_an_appeal_whole_and_in_part(typed, number, end, part):
    query = read(typed)
    found = (query.number, query.number_end, query.number_part)
    assert found == (number, end, part)
    assert query.is_number == any(found)


def test_words_stay_as_they_were_typed():
    query = read('  нет   "горячей воды" -лифт ')
    assert query.words == 'нет "горячей воды" -лифт'
    assert query.prefixes == ()


def test_a_star_asks_for_the_beginning_of_a_word():
    query = read("Водопров* авария")
    assert query.prefixes == ("водопров",)
    assert query.words == "авария"
    assert read("* а*").prefixes == ()


def test_names_lose_case_and_the_two_dots():
    assert read("Семёнова АННА").names == ("семенова", "анна")
    assert read("Петров-Водкин").names == ("петров", "водкин")


def test_a_sentence_is_no_name():
    assert read(" ".join(["word"] * MOST_WORDS)).names
    assert read(" ".join(["word"] * (MOST_WORDS + 1))).names == ()


@pytest.mark.parametrize("typed", [None, 5, "", "  ", "\0", "'", "%_\\", "&|!()<>:*"])
def test_nothing_legible_asks_for_nothing(typed):
    query = read(typed)
    assert not query.is_number
    assert not query.prefixes


def test_what_is_typed_is_bounded():
    query = read("слово " * 1000)
    assert len(query.text) <= LONGEST
    assert len(query.words) <= LONGEST
