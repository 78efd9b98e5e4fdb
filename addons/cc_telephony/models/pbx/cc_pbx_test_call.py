"""A call to try a PBX with: to the phone of who asks, which then hears itself."""

import uuid
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError

TESTERS = "cc_base.cc_base_group_supervisor,cc_base.cc_base_group_admin"
RING_SECONDS = 20
# how long somebody looks at the page before he is told how it ended
LONGEST = timedelta(seconds=30)


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    echo_number = fields.Char(
        string="Number of the echo",
        default="*43",
        help="A phone that calls it hears itself: the test call leads there.",
    )

    def _test_call(self):
        """Have the PBX call the phone of who asks.

        :return: (False, why not, None), or (None, what happens now, the command)
        :raise AccessError: neither a supervisor nor an administrator asks
        """
        self.ensure_one()
        self._check_tester()
        hindrance = self._why_no_test_call()
        if hindrance:
            return False, hindrance, None
        phone = self._phone_of_user()
        params = {"number": self.echo_number or "*43", "limit_seconds": RING_SECONDS}
        if phone:
            params["extension"] = phone.number
        params["channel_id"] = f"cc-test-{uuid.uuid4().hex}"
        command = self.env["cc.pbx.command"]._ask(self, "originate", params)
        return None, self.env._("The PBX is being asked …"), command

    def _why_no_test_call(self):
        """Return what stands in the way, as a sentence, "" for nothing."""
        if not self.has_token or not self._is_heard():
            return self.env["cc.health.pbx"]._state_of_connector(self)[1]
        if not self.has_ami:
            return self.env._(
                "The connector's settings name no manager interface: without it the "
                "PBX can be asked nothing. See its part [ami]."
            )
        if not self.is_ami_up:
            return self.env["cc.health.pbx"]._sentence_of_ami(self)
        phone = self._phone_of_user()
        if phone and not phone.is_registered:
            return self.env._(
                "Your phone %(number)s is not registered on the PBX: turn it on, look "
                "at its login and password, and test again.",
                number=phone.number,
            )
        return ""

    def _test_call_told(self, command_id):
        """Return how a test call goes: (is it well or None while it goes on, sentence).

        :raise AccessError: it is nobody's, or somebody else's
        """
        self.ensure_one()
        self._check_tester()
        # sudo: commands are read by few; that it is the user's own is checked here
        command = self.env["cc.pbx.command"].sudo().browse(command_id).exists()
        is_mine = command.pbx_id == self and command.user_id == self.env.user
        if not is_mine or command.action != "originate":
            raise AccessError(self.env._("There is no test call of yours to look at."))
        number = command.params.get("extension")
        is_over = fields.Datetime.now() > command.create_date + LONGEST
        if command.outcome == "answered":
            return self._told_of_answer(command, number, is_over)
        if command.outcome:
            return False, self._told_of_phone(command.outcome, number)
        if command.state in ("refused", "stale", "lost"):
            return False, self._told_of_command(command)
        if is_over:
            return False, self._told_too_late(command)
        return None, self._told_of_progress(command, number)

    def _told_of_answer(self, command, number, is_over):
        """The phone spoke; whether the call's history comes in as well decides."""
        name = command.params["channel_id"]
        # sudo: whether lines of the user's own test call came, nothing of them
        lines = self.env["cc.call.event"].sudo()
        came = lines.search_count(
            [("pbx_id", "=", self.id), ("linked_id", "=", name)], limit=1
        )
        values = {"number": number}
        if came and number:
            return True, self.env._(
                "Your phone %(number)s answered, and the call's history came in: the "
                "PBX does what it is asked and tells what it does.",
                **values,
            )
        if came:
            return True, self.env._(
                "The PBX called its echo, and the call's history came in. You have no "
                "phone on it: name yourself at an extension to hear the next test."
            )
        if is_over:
            return False, self.env._(
                "The PBX placed the call, but its event file told nothing of it within "
                "30 s: no card would come. See cel.conf, cel_custom.conf and the file "
                "the connector reads."
            )
        return None, self.env._("Answered. Waiting for the call's history …")

    def _told_of_phone(self, outcome, number):
        values = {"number": number or self.echo_number}
        return {
            "no_answer": self.env._(
                "The PBX rang %(number)s and nobody picked up: it reaches the phone. "
                "Pick up at the next test to try the sound.",
                **values,
            ),
            "busy": self.env._("%(number)s is busy: hang up and test again.", **values),
            "refused": self.env._("%(number)s rejected the call.", **values),
            "impossible": self.env._(
                "The PBX reached no phone at %(number)s: it is not registered there, "
                "or it rejected the call at once.",
                **values,
            ),
        }.get(
            outcome,
            self.env._("The PBX could not place the call to %(number)s.", **values),
        )

    def _told_of_command(self, command):
        if command.state == "refused":
            return self.env._(
                "The PBX refused the call: %(words)s", words=command.sentence or "–"
            )
        return self.env._(
            "The connector took the command too late, or never said what became of it: "
            "see whether it runs."
        )

    def _told_too_late(self, command):
        if command.state == "waiting":
            return self.env._(
                "The connector did not fetch the command within 30 s: it is not "
                "connected to the PBX's manager interface, or it hangs."
            )
        return self.env._(
            "The PBX took the command, but told nothing of the phone within 30 s: see "
            "“read” of the connector's user in manager.conf."
        )

    def _told_of_progress(self, command, number):
        if command.state == "waiting":
            return self.env._("The PBX is being asked …")
        if number:
            return self.env._(
                "Your phone %(number)s is called: pick it up, you hear yourself.",
                number=number,
            )
        return self.env._("The PBX calls its echo …")

    def _phone_of_user(self):
        return self.extension_ids.filtered(
            lambda phone: phone.user_id == self.env.user
        )[:1]

    def _check_tester(self):
        self.check_access("read")
        if not self.env.user.has_groups(TESTERS):
            raise AccessError(
                self.env._("Only a supervisor or an administrator makes test calls.")
            )
