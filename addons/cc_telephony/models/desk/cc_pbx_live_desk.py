"""What the call panel asks and orders: only of a call at the operator's own phone."""

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.cc_appeals.asked import as_text


class CcPbxLive(models.Model):
    _inherit = "cc.pbx.live"

    @api.model
    def desk_call(self):
        """Return the call at the reader's phone as the bus tells it, False for none.

        A page that was loaded anew asks; afterwards the bus tells.
        """
        self.env["cc.presence"]._check_desk()
        for phone in self._own_phones():
            # sudo: calls of the reader's PBX, to find the one at his own phone
            for live in self.sudo().search(
                [("pbx_id", "=", phone.pbx_id.id)], order="since desc, id desc"
            ):
                kind = live._kind_at(phone.number)
                if kind:
                    # sudo: the call at the reader's own phone, by names and masks
                    told = self.sudo()._about([live._facts()])[live.linked_id]
                    own = {"type": kind, "at": 0, "extension": phone.number}
                    return told | own | {"appeal": live._own_appeal()}
        return False

    @api.model
    def desk_hang_up(self, linkedid):
        """Hang up, or refuse while it rings."""
        phone, live = self._at_own_phone(linkedid)
        self._ask_pbx(phone, "hang_up", {"linkedid": live.linked_id})
        return True

    @api.model
    def desk_transfer(self, linkedid, number):
        """Send the caller on to a colleague's phone, without a word to him.

        :raise UserError: it is nobody's phone of this PBX, or one's own
        """
        phone, live = self._at_own_phone(linkedid)
        number = as_text(number)
        # sudo: the reader's PBX; the phone must be a colleague's
        known = phone.pbx_id.sudo().extension_ids.mapped("number")
        if number not in known or number == phone.number:
            raise UserError(
                self.env._("%(number)s is no colleague's phone.", number=number)
            )
        if phone.number not in (live.talking or "").split():
            raise UserError(self.env._("Answer first: a call that rings is not yours."))
        params = {"linkedid": live.linked_id, "number": number}
        self._ask_pbx(phone, "transfer", params)
        return True

    @api.model
    def desk_colleagues(self):
        """Return who may be sent a call, free first: [{"number", "name", "state"}]."""
        self.env["cc.presence"]._check_desk()
        own = self._own_phones()
        # sudo: names and states of colleagues at the reader's PBX, to hand a call over
        phones = own.pbx_id.sudo().extension_ids.filtered("user_id") - own
        open_ = self.env["cc.presence.interval"].sudo()
        states = {
            each.user_id: each.state
            for each in open_.search(
                [("user_id", "in", phones.user_id.ids), ("to_at", "=", False)]
            )
        }
        found = [
            {
                "number": each.number,
                "name": each.user_id.name,
                "state": states.get(each.user_id, "offline"),
            }
            for each in phones
        ]
        order = ("available", "wrap_up", "busy", "training", "break", "offline")
        return sorted(
            found, key=lambda each: (order.index(each["state"]), each["name"])
        )

    @api.model
    def desk_card(self, linkedid):
        """Return {"model", "id"} of what to open for a call, False when nothing is."""
        self.env["cc.presence"]._check_desk()
        call = self.env["cc.call"].search(
            [
                ("pbx_id", "in", self._own_phones().pbx_id.ids),
                ("linked_id", "=", as_text(linkedid)),
            ],
            order="id desc",
            limit=1,
        )
        return bool(call) and {"model": "cc.call", "id": call.id}

    @api.model
    def _own_phones(self):
        # sudo: where the reader himself sits
        return (
            self.env["cc.pbx.extension"]
            .sudo()
            .search([("user_id", "=", self.env.uid)], order="id")
        )

    def _own_appeal(self):
        """Return the newest appeal of who calls that the reader may read, or False."""
        self.ensure_one()
        person = self.partner_id.id
        found = self.sudo(False)._last_appeals({person} - {False}, self.env.user)
        return found.get((self.env.uid, person), False)

    def _kind_at(self, number):
        """Return what a call does at a phone, as a change of the bus; None for none."""
        self.ensure_one()
        if number in (self.talking or "").split():
            return "held" if self.state == "held" else "talking"
        return "ringing" if number in (self.ringing or "").split() else None

    @api.model
    def _at_own_phone(self, linkedid):
        """Return (phone, call) of a call at the reader's own phone.

        :raise UserError: it is not there, or not any more
        """
        self.env["cc.presence"]._check_desk()
        name = as_text(linkedid)
        for phone in self._own_phones():
            # sudo: the call itself; below it must be at the reader's own phone
            live = self.sudo().search(
                [("pbx_id", "=", phone.pbx_id.id), ("linked_id", "=", name)]
            )
            if live and live._kind_at(phone.number):
                return phone, live
        raise UserError(self.env._("This call is not at your phone any more."))

    @api.model
    def _ask_pbx(self, phone, action, params):
        params = {"extension": phone.number} | params
        self.env["cc.pbx.command"]._ask(phone.pbx_id, action, params)
