from itertools import permutations

import pytest

from ..department import Facts, Rule, find, fits

WATER, HOUSING, PRODUCT, CLIENT, LINE = 11, 12, 21, 31, 41
FACTS = Facts((WATER, HOUSING), PRODUCT, CLIENT, LINE)
# from the strongest to the weakest; each names its department
ORDER = [
    Rule(1, 101, WATER, PRODUCT, CLIENT),
    Rule(2, 102, HOUSING, PRODUCT, CLIENT),
    Rule(3, 103, WATER, PRODUCT),
    Rule(4, 104, HOUSING, PRODUCT),
    Rule(5, 105, WATER, 0, CLIENT),
    Rule(6, 106, HOUSING, 0, CLIENT),
    Rule(7, 107, WATER, direction=LINE),
    Rule(8, 108, WATER, sequence=1),
    Rule(9, 109, WATER, sequence=2),
    Rule(10, 110, WATER, sequence=2),
    Rule(0, 111, WATER),
    Rule(11, 112, HOUSING),
    Rule(0, 113, HOUSING),
    Rule(12, 114, 0, PRODUCT, CLIENT),
    Rule(13, 115, 0, PRODUCT),
    Rule(14, 116, 0, 0, CLIENT),
    Rule(15, 117, direction=LINE),
    Rule(16, 118),
]


@pytest.mark.parametrize("strongest", range(len(ORDER)))
def test_the_most_specific_rule_wins(strongest):
    rules = ORDER[strongest:]
    assert find(rules, FACTS) == rules[0]
    assert find(rules[::-1], FACTS) == rules[0]


def test_the_order_of_the_list_does_not_matter():
    for rules in permutations(ORDER[6:11]):
        assert find(rules, FACTS) == ORDER[6]


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (Rule(1, 1, WATER), Facts((HOUSING,), PRODUCT, CLIENT, LINE)),
        (Rule(1, 1, WATER), Facts()),
        (Rule(1, 1, 0, PRODUCT), Facts((WATER,), 22, CLIENT, LINE)),
        (Rule(1, 1, 0, PRODUCT), Facts((WATER,))),
        (Rule(1, 1, 0, 0, CLIENT), Facts((WATER,), PRODUCT, 32, LINE)),
        (Rule(1, 1, direction=LINE), Facts((WATER,), PRODUCT, CLIENT, 42)),
        (Rule(1, 1, WATER, PRODUCT), Facts((WATER, HOUSING), 22)),
    ],
)
def test_a_rule_that_names_something_else_does_not_fit(rule, facts):
    assert not fits(rule, facts)
    assert find([rule], facts) is None


def test_a_rule_of_a_topic_holds_below_it_and_not_above():
    assert find([Rule(1, 1, HOUSING)], Facts((WATER, HOUSING)))
    assert not find([Rule(1, 1, WATER)], Facts((HOUSING,)))


def test_nothing_known_nothing_found():
    assert find([], FACTS) is None
    assert find(ORDER, Facts()) == ORDER[-1]
