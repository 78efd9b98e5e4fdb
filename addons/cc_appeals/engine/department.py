"""Which department an appeal goes to: the most specific rule that fits.

Rules are compared by what they name, in this order: topic, product, client. A rule that
names the topic and the product beats one with the topic alone, whichever topics they
are; between equals the topic nearest to the appeal's own wins (a rule of a topic holds
for all topics below it), then a rule of one direction over a rule of all, then the
smaller sequence, then the older rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule; 0 where it does not ask. `id` 0: the topic's own default department."""

    id: int
    department: int
    topic: int = 0
    product: int = 0
    client: int = 0
    direction: int = 0
    sequence: int = 0


@dataclass(frozen=True)
class Facts:
    """What is known of an appeal; 0 for what is not.

    topics: the appeal's topic and those above it, nearest first.
    """

    topics: tuple[int, ...] = ()
    product: int = 0
    client: int = 0
    direction: int = 0


def find(rules: Iterable[Rule], facts: Facts) -> Rule | None:
    """Return the rule that decides, or None when none fits."""
    fitting = [rule for rule in rules if fits(rule, facts)]
    return min(fitting, key=lambda rule: _rank(rule, facts), default=None)


def fits(rule: Rule, facts: Facts) -> bool:
    """Tell whether all that the rule names is so."""
    return (
        (not rule.topic or rule.topic in facts.topics)
        and rule.product in (0, facts.product)
        and rule.client in (0, facts.client)
        and rule.direction in (0, facts.direction)
    )


def _rank(rule: Rule, facts: Facts) -> tuple:
    distance = facts.topics.index(rule.topic) if rule.topic else 0
    return (
        not rule.topic,
        not rule.product,
        not rule.client,
        distance,
        not rule.direction,
        # a topic's default is the weakest of equals: a rule is made to change it
        not rule.id,
        rule.sequence,
        rule.id,
    )
