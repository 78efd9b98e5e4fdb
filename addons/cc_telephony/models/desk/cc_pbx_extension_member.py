"""Presence decides who is called: members of queues come, pause and go by it."""

from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.cc_appeals.engine import presence as engine

WANTED = [("in", "Takes calls"), ("paused", "Paused"), ("out", "In no queue")]
# what was asked is under way for so long: a picture may be older
UNDER_WAY = timedelta(seconds=8)


class CcPbxExtension(models.Model):
    _inherit = "cc.pbx.extension"

    queue_ids = fields.Many2many(
        "cc.pbx.queue",
        string="Queues",
        domain="[('pbx_id', '=', pbx_id)]",
        help="Whose calls ring here. Empty: the queues of the operator's directions "
        "and those of no direction.",
    )
    wanted = fields.Selection(
        WANTED,
        readonly=True,
        copy=False,
        help="By the operator's presence; empty: Odoo leaves the queues to the PBX.",
    )
    wanted_reason = fields.Char(readonly=True, copy=False)
    wanted_at = fields.Datetime(readonly=True, copy=False)
    missed_in_row = fields.Integer(readonly=True, copy=False)

    def _queues(self):
        """Return the queues whose calls ring at a phone."""
        self.ensure_one()
        if self.queue_ids:
            return self.queue_ids
        own = self.user_id.cc_direction_ids
        return self.pbx_id.queue_ids.filtered(
            lambda queue: not queue.direction_id or queue.direction_id in own
        )

    @api.model
    def _follow_presence(self, intervals):
        """Let the phones of users be members as their presence says."""
        states = {each.user_id: each.state for each in intervals}
        phones = self.search([("user_id", "in", intervals.user_id.ids)])
        for phone in phones:
            state = states[phone.user_id]
            if state == engine.AVAILABLE:
                phone._want("in")
            elif state != engine.OFFLINE:
                phone._want("paused", state)
            elif phone.wanted:
                phone._want("out")

    def _want(self, wanted, reason=""):
        self.ensure_one()
        before = self.wanted
        self.write(
            {
                "wanted": wanted,
                "wanted_reason": reason,
                "wanted_at": fields.Datetime.now(),
            }
        )
        if (before, wanted) != ("paused", "paused"):
            self._ask_members(before)

    def _ask_members(self, before=False):
        """Ask the PBX for what is wanted and not so; a silent PBX hears it later.

        :param before: what was wanted until now: by a command under way the phone may
            come into its queues, then its pause is said as well, or go from them, then
            it is put in again though it is still seen there
        """
        self.ensure_one()
        if not self.pbx_id._is_heard():
            return
        there = set((self.queue_names or "").split())
        wanted = set(self._queues().mapped("name"))
        is_paused = self.wanted == "paused"
        orders = []
        if self.wanted == "out":
            orders = [("remove_member", {"queue": name}) for name in there | wanted]
        else:
            orders = [
                ("add_member", {"queue": name, "is_paused": is_paused})
                for name in (wanted if before == "out" else wanted - there)
            ]
            orders += [("remove_member", {"queue": name}) for name in there - wanted]
            if there & wanted or before:
                pause = {"is_paused": is_paused, "reason": self.wanted_reason or ""}
                orders.append(("pause_member", pause))
        commands = self.env["cc.pbx.command"]
        for action, params in sorted(orders, key=str):
            params = {"extension": self.number} | params
            if action == "add_member":
                params["member"] = f"{self.number}"
            commands._ask(self.pbx_id, action, params)

    def _show_members(self, members):
        """What is not as presence says is asked for again: Odoo is the master."""
        result = super()._show_members(members)
        late = fields.Datetime.now() - UNDER_WAY
        for phone in self.filtered(lambda each: each.wanted and each.wanted_at < late):
            if phone._is_as_wanted():
                if phone.wanted == "out":
                    # it is nobody's affair now who else puts the phone in a queue
                    phone.wanted = False
                continue
            phone.wanted_at = fields.Datetime.now()
            phone._ask_members()
        return result

    def _is_as_wanted(self):
        self.ensure_one()
        there = set((self.queue_names or "").split())
        if self.wanted == "out":
            return not there
        wanted = set(self._queues().mapped("name"))
        return there == wanted and self.is_paused == (self.wanted == "paused")

    def _count_missed(self, direction):
        """One more call rang here unanswered; too many in a row make busy."""
        self.ensure_one()
        self.missed_in_row += 1
        count, limit = self.missed_in_row, direction.missed_limit
        moved = self.env["cc.presence"]._move(
            self.user_id, lambda each, now: engine.missed(each, count, limit, now)
        )
        if moved:
            self.missed_in_row = 0

    def write(self, vals):
        """Tell the operator when his phone comes or goes."""
        result = super().write(vals)
        if "is_registered" in vals or "user_id" in vals:
            self.env["cc.presence"]._tell_notes(self.user_id)
        return result
