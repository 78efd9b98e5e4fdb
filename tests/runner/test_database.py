import pytest

from runner.database import check_name
from runner.fault import Fault


@pytest.mark.parametrize("name", ["cc", "cc_2", "a" * 40])
def test_plain_names_are_taken(name):
    check_name(name)


@pytest.mark.parametrize(
    "name", ["", "Cc", "2cc", "c c", "c;drop", "кц", "a" * 41, "postgres", "template1"]
)
def test_other_names_are_refused(name):
    with pytest.raises(Fault, match="cannot be the name"):
        check_name(name)
