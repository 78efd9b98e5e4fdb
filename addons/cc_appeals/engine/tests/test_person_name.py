import pytest

from ..person_name import short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Смирнова Анна Петровна", "Смирнова А. П."),
        ("Римская-Корсакова Анна Петровна", "Римская-Корсакова А. П."),
        ("Белова Рита", "Белова Рита"),
        ("Тимур", "Тимур"),
        ("", ""),
        (None, ""),
        ("ООО «Ромашка» и партнёры", "ООО «Ромашка» и партнёры"),
        ("ТСЖ Садовая 14", "ТСЖ Садовая 14"),
        ("  Анна \n Смирнова ", "Анна Смирнова"),
        ("Writer without name", "Writer without name"),
        ("а" * 100, "а" * 60),
    ],
)
def test_short_name(name, short):
    assert short_name(name) == short
