"""The whole table: every transition, state and role, allowed or refused."""

from itertools import chain, combinations, product

import pytest

from ..transitions import (
    METHODS,
    ROLES,
    STATES,
    Transition,
    TransitionError,
    allowed,
    check,
    find,
)

DESK = {"operator", "senior", "supervisor"}
SUPERIORS = {"senior", "supervisor"}
TABLE = {  # (transition, from): (to, who, who only on his own hand-over)
    ("hand_over", "registered"): ("handed_over", DESK, set()),
    ("rework", "feedback"): ("handed_over", SUPERIORS | {"channel"}, set()),
    ("take_back", "handed_over"): ("registered", DESK, {"operator", "senior"}),
    ("await_feedback", "registered"): ("feedback", DESK, set()),
    ("await_feedback", "handed_over"): ("feedback", DESK | {"executor"}, set()),
    ("close", "registered"): ("closed", DESK, set()),
    ("close", "handed_over"): ("closed", DESK, set()),
    ("close", "feedback"): ("closed", DESK | {"channel"}, set()),
    ("reopen", "closed"): ("registered", {"supervisor", "channel"}, set()),
    ("reopen_to_department", "closed"): ("handed_over", {"supervisor"}, set()),
}
BACK = ("rework", "take_back", "reopen", "reopen_to_department")
NEEDS = {
    "hand_over": ("department_id",),
    "rework": ("department_id", "reason"),
    "take_back": ("reason",),
    "await_feedback": ("feedback_source", "control_on"),
    "close": ("closing_method",),
    "reopen": ("reason",),
    "reopen_to_department": ("department_id", "reason"),
}
FULL = dict.fromkeys(chain.from_iterable(NEEDS.values()), "filled")


@pytest.mark.parametrize("is_own", [False, True])
@pytest.mark.parametrize("role", [*ROLES, "stranger"])
@pytest.mark.parametrize(("name", "state"), [*product(NEEDS, STATES)])
def test_every_cell_of_the_table(name, state, role, is_own):
    _to, who, only_own = TABLE.get((name, state), (None, set(), set()))
    may = role in who and (is_own or role not in only_own)
    offered = [move.name for move in allowed(state, [role], is_own=is_own)]
    assert (name in offered) is may
    if may:
        assert check(name, state, [role], FULL, is_own=is_own) is None
        return
    with pytest.raises(TransitionError) as refused:
        check(name, state, [role], FULL, is_own=is_own)
    expected = "own" if role in who else "role" if who else "state"
    assert refused.value.code == expected


@pytest.mark.parametrize("name", NEEDS)
def test_target_and_needs(name):
    move = find(name)
    assert move.needs == NEEDS[name]
    assert {(name, source) for source in move.sources} == {
        key for key in TABLE if key[0] == name
    }
    assert {TABLE[name, source][0] for source in move.sources} == {move.target}


def test_nothing_else_is_in_the_table():
    assert set(METHODS) == set(NEEDS)
    assert all(name == move.name for name, move in METHODS.items())
    for move in METHODS.values():
        assert {*move.sources, move.target} <= set(STATES)
        assert move.target not in move.sources
        assert move.roles <= set(ROLES)
        assert frozenset().union(*map(move.roles_from, move.sources)) == move.roles
        assert {state for state, _roles in move.narrowed} <= set(move.sources)


@pytest.mark.parametrize("empty", [None, False, "", "  \n", 0, [], ()])
@pytest.mark.parametrize(
    ("name", "state", "field"),
    [
        ("hand_over", "registered", "department_id"),
        ("await_feedback", "registered", "feedback_source"),
        ("await_feedback", "registered", "control_on"),
        ("close", "feedback", "closing_method"),
        ("reopen", "closed", "reason"),
        ("rework", "feedback", "reason"),
        ("rework", "feedback", "department_id"),
        ("take_back", "handed_over", "reason"),
        ("reopen_to_department", "closed", "department_id"),
    ],
)
def test_empty_field_is_named(name, state, field, empty):
    for values in (
        FULL | {field: empty},
        {k: v for k, v in FULL.items() if k != field},
    ):
        with pytest.raises(TransitionError) as refused:
            check(name, state, {"supervisor"}, values)
        assert refused.value.code == "needs"
        assert refused.value.params == {"transition": name, "needs": (field,)}
        assert field in str(refused.value)


def test_all_missing_fields_are_named_at_once():
    with pytest.raises(TransitionError) as refused:
        check("await_feedback", "registered", {"operator"}, {})
    assert refused.value.params["needs"] == ("feedback_source", "control_on")
    assert str(refused.value) == "await_feedback needs feedback_source, control_on"


@pytest.mark.parametrize("name", METHODS)
def test_every_step_back_says_why(name):
    """What goes against the line's direction is explained; forward steps are not."""
    assert ("reason" in find(name).needs) is (name in BACK)


@pytest.mark.parametrize("name", ["reopen", "reopen_to_department"])
def test_closed_too_long_ago_stays_closed(name):
    assert check(name, "closed", {"supervisor"}, FULL, in_window=True) is None
    assert not allowed("closed", {"supervisor"}, in_window=False)
    with pytest.raises(TransitionError) as refused:
        check(name, "closed", {"supervisor"}, {}, in_window=False)
    assert refused.value.code == "window"
    with pytest.raises(TransitionError) as refused:
        check(name, "closed", {"operator"}, FULL, in_window=False)
    assert refused.value.code == "role"


def test_the_window_binds_only_what_is_closed():
    for state in STATES[:-1]:
        assert allowed(state, ROLES, in_window=False) == allowed(state, ROLES)


def test_operator_does_not_take_back_what_another_handed_over():
    with pytest.raises(TransitionError) as refused:
        check("take_back", "handed_over", {"operator"}, FULL)
    assert refused.value.code == "own"
    assert refused.value.params["roles"] == ("operator",)


@pytest.mark.parametrize("name", ["", "escalate", "registered", None, [], "HAND_OVER"])
def test_unknown_transition(name):
    for call in (lambda: find(name), lambda: check(name, "registered", ROLES, FULL)):
        with pytest.raises(TransitionError) as refused:
            call()
        assert refused.value.code == "unknown"
        assert refused.value.params == {"transition": name}


@pytest.mark.parametrize("state", ["", "draft", None, "Registered"])
def test_unknown_state_allows_nothing(state):
    assert allowed(state, ROLES, is_own=True) == []
    with pytest.raises(TransitionError) as refused:
        check("close", state, ROLES, FULL)
    assert refused.value.code == "state"


def test_refusals_are_checked_in_order():
    """What the caller may not know about is not told: needs come last."""
    codes = []
    for state, roles in (
        ("closed", ()),
        ("registered", ()),
        ("registered", ("executor",)),
        ("registered", ("operator",)),
    ):
        with pytest.raises(TransitionError) as refused:
            check("close", state, roles, {})
        codes.append(refused.value.code)
    assert codes == ["state", "role", "role", "needs"]


def test_params_hold_what_a_message_needs():
    with pytest.raises(TransitionError) as refused:
        check("reopen", "closed", {"operator"}, FULL)
    assert refused.value.params == {
        "transition": "reopen",
        "state": "closed",
        "sources": ("closed",),
        "roles": ("supervisor", "channel"),
    }
    assert str(refused.value) == "only supervisor, channel may reopen from closed"


def test_more_roles_never_take_a_move_away():
    sets = [set(c) for n in range(len(ROLES) + 1) for c in combinations(ROLES, n)]
    for state, roles, is_own in product(STATES, sets, (False, True)):
        offered = {move.name for move in allowed(state, roles, is_own=is_own)}
        singly = set()
        for role in roles:
            singly |= {move.name for move in allowed(state, {role}, is_own=is_own)}
        assert offered == singly


def test_offered_moves_are_exactly_the_accepted_ones():
    for state, role, name in product(STATES, ROLES, METHODS):
        offered = name in {move.name for move in allowed(state, {role})}
        try:
            check(name, state, {role}, FULL)
        except TransitionError as refusal:
            assert not offered
            assert refusal.code != "needs"
        else:
            assert offered


def test_every_open_state_can_be_closed_by_an_operator():
    for state in STATES[:-1]:
        assert "close" in {move.name for move in allowed(state, {"operator"})}


def test_transition_is_immutable():
    with pytest.raises(AttributeError):
        find("close").target = "registered"
    assert isinstance(hash(find("close")), int)
    assert isinstance(find("close"), Transition)
