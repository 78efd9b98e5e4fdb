"""The head of the page of calls going on: figures, phones, how fresh they are."""

from odoo import api, fields, models

from .cc_pbx_live_command import SUPERVISOR

SEES_PHONES = f"cc_base.cc_base_group_senior,{SUPERVISOR}"
MOST_PHONES = 100


class CcPbxLive(models.Model):
    _inherit = "cc.pbx.live"

    @api.model
    def get_now(self):
        """Return what stands above the list, as the user may see it.

        :return: {"directions": ids whose changes are told over the bus, "calls":
            {state: how many}, "waiting_since", "phones": [{"id", "number", "name",
            "state", "is_paused", "is_in_queue"}], "can_pause", "quiet": [{"name",
            "seen_at"}] of PBXes whose picture does not come}; moments are UTC
        """
        self.check_access("read")
        rows = self._read_group([], ["state"], ["__count", "since:min"])
        waiting = [since for state, _count, since in rows if state == "queued"]
        is_supervisor = self.env.user.has_group(SUPERVISOR)
        return {
            "directions": self.env.user.cc_direction_ids.ids,
            "calls": {state: count for state, count, _since in rows},
            "waiting_since": fields.Datetime.to_string(waiting[0]) if waiting else "",
            "phones": self._phones_now(),
            "can_pause": is_supervisor,
            "quiet": [
                {
                    "name": pbx.name,
                    "seen_at": fields.Datetime.to_string(pbx.seen_at) or "",
                }
                for pbx in self.env["cc.pbx"].search([("seen_at", "!=", False)])
                if not pbx._is_heard() or not pbx.is_ami_up
            ],
        }

    @api.model
    def _phones_now(self):
        """Return the phones of the directions' people; seniors and supervisors see."""
        user = self.env.user
        if not user.has_groups(SEES_PHONES):
            return []
        phones = self.env["cc.pbx.extension"].search(
            [
                ("user_id", "!=", False),
                ("user_id.cc_direction_ids", "in", user.cc_direction_ids.ids),
            ],
            limit=MOST_PHONES,
        )
        return [
            {
                "id": phone.id,
                "number": phone.number,
                # sudo: the name of a colleague
                "name": phone.user_id.sudo().name,
                "state": phone._state_now(),
                "is_paused": phone.is_paused,
                "is_in_queue": bool(phone.queue_names),
            }
            for phone in phones
        ]


class CcPbxExtension(models.Model):
    _inherit = "cc.pbx.extension"

    def _state_now(self):
        """Return the phone's state; a phone in no queue tells none but by its calls."""
        self.ensure_one()
        if not self.is_registered:
            return "away"
        return self.phone_state or "unknown"
