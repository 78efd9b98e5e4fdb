"""What an operator's own screen asks of his presence."""

import time

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...asked import as_id
from ...engine import presence as engine

# wrap-up may be chosen as well: to have more time than the usual
MOST_REASONS = 100
CHOICES = ("available", "busy", "break", "training", "wrap_up", "offline")


class CcPresence(models.AbstractModel):
    _inherit = "cc.presence"

    @api.model
    def presence_start(self):
        """Return what the bar shows: the facts, and what may be chosen.

        :return: _facts() + {"reasons": [{"id", "state", "name", "minutes",
            "needs_permission"}], "notes": sentences on what is wrong at this desk}
        """
        self._check_desk()
        reasons = self.env["cc.presence.reason"].search([], limit=MOST_REASONS)
        names = ["state", "name", "minutes", "needs_permission"]
        return self._own_facts() | {"reasons": reasons.read(names)}

    @api.model
    def presence_set(self, state, reason_id=False):
        """Take a state; a reason that must be asked for is asked for.

        :return: as `presence_start`, without reasons
        :raise UserError: no such state, or a reason of another one
        """
        self._check_desk()
        reason = self._checked(state, reason_id)
        if reason.needs_permission and not self._is_granter():
            self.env["cc.presence.request"]._ask("break", reason)
            return self._own_facts()

        def step(current, now):
            return engine.choose(current, state, now, reason.id or None)

        # whoever chooses is there; sudo: a row of the user himself
        self.env["cc.presence.beat"].sudo()._hear("")
        self.env["cc.presence.request"]._drop(self.env.user, kept_state=state)
        self._move(self.env.user, step)
        return self._own_facts()

    @api.model
    def presence_beat(self, tab):
        """Say that the browser is there; return what the user is by it.

        The screen sends it over the WebSocket every few seconds; as an RPC it is asked
        when a page comes back.
        """
        self._check_desk()
        self._beat(tab)
        return self._own_facts()

    @api.model
    def _beat(self, tab):
        # sudo: a row of the user himself
        state, cause = self.env["cc.presence.beat"].sudo()._hear(tab)
        if state == engine.OFFLINE and cause == engine.LOST:
            self._move(self.env.user, engine.came_back)

    @api.model
    def _checked(self, state, reason_id):
        """Return the reason, an empty set for none."""
        if state not in CHOICES:
            raise UserError(
                self.env._("There is no such presence: load the page anew.")
            )
        reason = self.env["cc.presence.reason"].browse(as_id(reason_id) or []).exists()
        if reason_id and (reason.state != state or not reason.active):
            raise UserError(
                self.env._("This reason is not in use: choose another one.")
            )
        return reason

    @api.model
    def _is_granter(self):
        return self.env.user.has_group("cc_base.cc_base_group_senior")

    @api.model
    def _own_facts(self):
        """Return _facts of the user, his request and notes of his desk."""
        (facts,) = self._facts(self._open(self.env.user)).values()
        request = self.env["cc.presence.request"]._open_of(self.env.user)
        return facts | {"request": request._facts(), "notes": self._notes()}

    @api.model
    def _notes(self):
        """Return sentences on why calls may not come; telephony has some."""
        return []

    @api.model
    def _facts(self, intervals):
        """Return {user: what his screen shows}; moments are UTC.

        :return: {"clock": ms since 1970, "state", "cause", "since", "reason_id",
            "reason", "limit_at", "warn_at", "then": {"state", "reason_id", "reason"},
            "by": name or False, "note"}
        """
        text = fields.Datetime.to_string
        clock = int(time.time() * 1000)
        return {
            each.user_id: {
                "clock": clock,
                "state": each.state,
                "cause": each.cause,
                "since": text(each.from_at),
                "reason_id": each.reason_id.id,
                "reason": each.reason_id.name or "",
                "limit_at": text(each.limit_at) or False,
                "warn_at": text(engine.warn_at(each.from_at, each.limit_at or None))
                or False,
                "then": {
                    "state": each.then_state or "available",
                    "reason_id": each.then_reason_id.id,
                    "reason": each.then_reason_id.name or "",
                },
                "by": each.by_id.name,
                "note": each.note or "",
            }
            for each in intervals
        }
