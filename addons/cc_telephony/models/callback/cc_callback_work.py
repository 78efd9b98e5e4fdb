"""What people do with a call-back: find theirs, have the PBX call, hand it on."""

import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.cc_appeals.asked import as_id

# of the time a call is owed in, the last quarter is amber
WARN_SHARE = 4
MESSAGE = Domain("call_ids", "any", [("outcome", "=", "voicemail")])


class CcCallback(models.Model):
    _inherit = "cc.callback"

    is_open = fields.Boolean(compute="_compute_is_open")
    is_mine = fields.Boolean(compute="_compute_is_mine")
    warn_at = fields.Datetime(compute="_compute_warn_at")
    caller_name = fields.Char(
        string="Who called", compute="_compute_caller_name", help="Empty: nobody knows."
    )
    has_message = fields.Boolean(
        string="Left a message",
        compute="_compute_has_message",
        search="_search_has_message",
    )

    @api.depends("state")
    def _compute_is_open(self):
        for item in self:
            item.is_open = item.state == "open"

    @api.depends("owner_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for item in self:
            item.is_mine = item.owner_id == self.env.user

    @api.depends("due_at", "direction_id.callback_minutes")
    def _compute_warn_at(self):
        for item in self:
            minutes = item.direction_id.callback_minutes / WARN_SHARE
            item.warn_at = item.due_at and item.due_at - timedelta(minutes=minutes)

    @api.depends("last_call_id.partner_id.name")
    def _compute_caller_name(self):
        for item in self:
            item.caller_name = item.partner_id.name

    @api.depends("call_ids.outcome")
    def _compute_has_message(self):
        found = self.search(Domain("id", "in", self.ids) & MESSAGE)
        for item in self:
            item.has_message = item in found

    @api.model
    def _search_has_message(self, operator, value):
        if operator != "in":
            return NotImplemented
        return MESSAGE if True in value else ~MESSAGE

    def write(self, vals):
        if not self.env.su and "owner_id" in vals:
            self._check_handing(vals["owner_id"])
        return super().write(vals)

    def _check_handing(self, user_id):
        """Whichever way it is asked: one takes for oneself, seniors hand out."""
        self._check_open()
        if user_id != self.env.uid:
            self._check_senior()
            self._check_may_call(self.env["res.users"].browse(user_id or []))

    def _check_senior(self):
        if not self.env.user.has_group("cc_base.cc_base_group_senior"):
            raise AccessError(self.env._("Senior operators hand call-backs out."))

    # called by the list
    @api.model
    def callback_counts(self):
        """Return what is owed, for the list's head.

        :return: list of {"filter", "label", "count"}; each is a filter of the search
        """
        owed = Domain("state", "=", "open")
        return [
            {"filter": name, "label": label, "count": self.search_count(owed & domain)}
            for name, label, domain in self._count_parts()
        ]

    @api.model
    def _count_parts(self):
        now = fields.Datetime.now()
        return [
            ("owed", self.env._("Owed"), Domain.TRUE),
            ("late", self.env._("Overdue"), Domain("due_at", "<=", now)),
            ("mine", self.env._("Mine"), Domain("owner_id", "=", self.env.uid)),
            ("nobody", self.env._("With nobody"), Domain("owner_id", "=", False)),
            ("voicemail", self.env._("Left a message"), MESSAGE),
        ]

    def action_call(self):
        """Have the PBX ring the user's own phone, and the person once it is picked up.

        :return: {"command": what to ask `call_state` with, "phone": the one that rings}
        """
        self.ensure_one()
        self._check_open()
        if not self.is_callable:
            raise UserError(self.env._("No number is known to call back at."))
        phone = self._own_phone()
        command = self.env["cc.pbx.command"]._ask(
            self.pbx_id,
            "originate",
            {
                "extension": phone.number,
                # sudo: the user may call (checked above) and is not told the number
                "number": self.sudo().number_key,
                "channel_id": f"cc-{uuid.uuid4()}",
            },
        )
        if self.owner_id != self.env.user:
            self.action_take()
        self._log_step("callback.called")
        return {"command": command.id, "phone": phone.number}

    def _own_phone(self):
        """Return the phone the user sits at."""
        phone = self.env["cc.pbx.extension"].search(
            [("pbx_id", "=", self.pbx_id.id), ("user_id", "=", self.env.uid)], limit=1
        )
        if not phone:
            raise UserError(
                self.env._(
                    "You have no phone at “%(pbx)s” to call from: an administrator "
                    "writes your name beside an extension of it.",
                    pbx=self.pbx_id.name,
                )
            )
        return phone

    @api.model
    def call_state(self, command_id):
        """Return how a call that was asked for goes: {"state", "sentence"}.

        The sentence says why nobody is called; it is empty while all is well.
        """
        # sudo: only what the user asked for, and only how it went
        command = self.env["cc.pbx.command"].sudo()
        found = command.search(
            [("id", "=", as_id(command_id)), ("create_uid", "=", self.env.uid)]
        )
        if found.state in ("stale", "lost"):
            sentence = self.env._("The PBX did not answer in time: call again.")
        elif found.state == "refused":
            sentence = self.env._(
                "The PBX did not call: %(why)s",
                why=found.sentence or self.env._("it did not say why"),
            )
        else:
            sentence = ""
        return {"state": found.state or "lost", "sentence": sentence}

    def action_hand(self, user_id):
        """Say who of the operators calls these; nobody is fine."""
        self._check_senior()
        user = self.env["res.users"].browse(as_id(user_id) or []).exists()
        self.write({"owner_id": user.id})
        return True

    def _check_may_call(self, user):
        """Hand work only to who can see it and do it."""
        if user and (user.share or not self.with_user(user).has_access("write")):
            raise UserError(
                self.env._("%(name)s does not work in this direction.", name=user.name)
            )
