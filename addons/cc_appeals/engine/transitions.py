"""Who may move an appeal from which state to which, and what must be filled in.

Source: the table of the appeal's life cycle. Anything not in METHODS is forbidden.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

STATES = ("registered", "handed_over", "feedback", "closed")
ROLES = ("operator", "senior", "supervisor", "executor", "channel")

_DESK = frozenset({"operator", "senior", "supervisor"})
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Transition:
    """One named move.

    roles: everybody who may make it from at least one source.
    needs: fields of the appeal, or of the request, that must not be empty.
    narrowed: (source, roles) pairs where the roles differ from `roles`.
    own_only: roles that may make it only on what they did themselves.
    windowed: whether it is possible only for some days after the closing.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    roles: frozenset[str]
    needs: tuple[str, ...] = ()
    narrowed: tuple[tuple[str, frozenset[str]], ...] = ()
    own_only: frozenset[str] = _NOBODY
    windowed: bool = False

    def roles_from(self, state: str) -> frozenset[str]:
        """Return the roles that may make this move out of `state`."""
        if state not in self.sources:
            return _NOBODY
        return dict(self.narrowed).get(state, self.roles)


class TransitionError(Exception):
    """A refused move; the shell turns `code` and `params` into a translated message.

    code and the params that come with it, besides "transition":
        unknown  no such transition
        state    "state", "sources": the appeal is not where the move starts
        role     "state", "roles": none of the caller's roles may do it
        own      "state", "roles": the caller may do it only on his own hand-over
        window   "state", "roles": it was closed too long ago to be opened again
        needs    "needs": names of the fields that are empty
    """

    TEXTS = {
        "unknown": "there is no transition %(transition)s",
        "state": "%(transition)s is not possible from %(state)s",
        "role": "only %(roles)s may %(transition)s from %(state)s",
        "own": "%(roles)s may %(transition)s only what they did themselves",
        "window": "%(transition)s from %(state)s is too late",
        "needs": "%(transition)s needs %(needs)s",
    }

    def __init__(self, code: str, params: Mapping[str, object]) -> None:
        self.code = code
        self.params = dict(params)
        shown = {key: _joined(value) for key, value in self.params.items()}
        super().__init__(self.TEXTS[code] % shown)


METHODS: dict[str, Transition] = {
    move.name: move
    for move in (
        Transition(
            name="hand_over",
            sources=("registered",),
            target="handed_over",
            roles=_DESK,
            needs=("department_id",),
        ),
        # Back to work after an answer: a superior, or the applicant's objection.
        Transition(
            name="rework",
            sources=("feedback",),
            target="handed_over",
            roles=frozenset({"senior", "supervisor", "channel"}),
            needs=("department_id", "reason"),
        ),
        Transition(
            name="take_back",
            sources=("handed_over",),
            target="registered",
            roles=_DESK,
            needs=("reason",),
            own_only=frozenset({"operator", "senior"}),
        ),
        Transition(
            name="await_feedback",
            sources=("registered", "handed_over"),
            target="feedback",
            roles=_DESK | {"executor"},
            needs=("feedback_source", "control_on"),
            narrowed=(("registered", _DESK),),
        ),
        Transition(
            name="close",
            sources=("registered", "handed_over", "feedback"),
            target="closed",
            roles=_DESK | {"channel"},
            needs=("closing_method",),
            # The timer of silence closes as the channel worker, only from feedback.
            narrowed=(("registered", _DESK), ("handed_over", _DESK)),
        ),
        # A supervisor, or the applicant who wrote again.
        Transition(
            name="reopen",
            sources=("closed",),
            target="registered",
            roles=frozenset({"supervisor", "channel"}),
            needs=("reason",),
            windowed=True,
        ),
        Transition(
            name="reopen_to_department",
            sources=("closed",),
            target="handed_over",
            roles=frozenset({"supervisor"}),
            needs=("department_id", "reason"),
            windowed=True,
        ),
    )
}


def find(name: str) -> Transition:
    """Return the transition called `name`; TransitionError "unknown" if none is."""
    try:
        return METHODS[name]
    except (KeyError, TypeError):
        raise TransitionError("unknown", {"transition": name}) from None


def allowed(
    state: str,
    roles: Collection[str],
    *,
    is_own: bool = False,
    in_window: bool = True,
) -> list[Transition]:
    """Return the moves that `roles` may make out of `state`, in the table's order.

    is_own: the caller himself made the hand-over this appeal is in.
    in_window: if closed, then not too long ago to be opened again.
    """
    return [
        move
        for move in METHODS.values()
        if not _refusal(move, state, roles, is_own, in_window)
    ]


def check(
    name: str,
    state: str,
    roles: Collection[str],
    values: Mapping[str, object],
    *,
    is_own: bool = False,
    in_window: bool = True,
) -> None:
    """Raise TransitionError unless the move is allowed and complete.

    values: what the appeal will hold after the move, by field name; None, False,
        blank text and empty collections count as empty.
    is_own: the caller himself made the hand-over this appeal is in.
    in_window: if closed, then not too long ago to be opened again.
    Order of the checks: unknown, state, role, own, window, needs.
    """
    move = find(name)
    code = _refusal(move, state, roles, is_own, in_window)
    if code:
        permitted = move.roles_from(state)
        if code == "own":
            permitted &= move.own_only & frozenset(roles)
        raise TransitionError(
            code,
            {
                "transition": name,
                "state": state,
                "sources": move.sources,
                "roles": tuple(role for role in ROLES if role in permitted),
            },
        )
    missing = tuple(field for field in move.needs if _is_empty(values.get(field)))
    if missing:
        raise TransitionError("needs", {"transition": name, "needs": missing})


def _refusal(
    move: Transition,
    state: str,
    roles: Collection[str],
    is_own: bool,
    in_window: bool,
) -> str | None:
    if state not in move.sources:
        return "state"
    fitting = move.roles_from(state) & frozenset(roles)
    if not fitting:
        return "role"
    if not is_own and fitting <= move.own_only:
        return "own"
    return "window" if move.windowed and not in_window else None


def _is_empty(value: object) -> bool:
    return not (value.strip() if isinstance(value, str) else value)


def _joined(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
