from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import CcAppealsMixin, make_letter


@tagged("post_install", "-at_install")
class TestQuarantineTours(CcAppealsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.inbox = cls.env["cc.inbox.event"]
        cls.supervisor = new_test_user(
            cls.env,
            login="tour_supervisor",
            groups="cc_base.cc_base_group_supervisor",
            cc_direction_ids=[(6, 0, cls.direction.ids)],
        )
        cls.first, cls.second = (cls.quarantine(key) for key in ("first", "second"))

    @classmethod
    def quarantine(cls, key):
        """Record a letter that a fault of ours, mended since, kept from being read."""
        raw = make_letter(key, subject=f"Quarantined {key}")
        received_at = fields.Datetime.now() - timedelta(days=2 - (key == "second"))
        [(event, _is_new)] = cls.inbox._record(
            cls.channel, [{"raw": raw}], received_at=received_at
        )
        event.write(
            {
                "state": "quarantined",
                "reason": "parser_fault",
                "stage": "parse",
                "subject": f"Quarantined {key}",
            }
        )
        return event

    def drains_at_once(self):
        """Do what the job runner does in earnest: it has no place in a test's cursor."""

        def wake(inbox):
            inbox.env["cc.inbox.event"].sudo()._drain()

        return patch.object(self.env.registry["cc.inbox.event"], "_wake", wake)

    def test_supervisor_replays_a_letter(self):
        with self.drains_at_once():
            self.start_tour(
                "/odoo/quarantine",
                "supervisor_replays_letter",
                login="tour_supervisor",
            )
        self.assertEqual(self.first.state, "processed")
        appeal = self.first.interaction_id.appeal_ids
        self.assertEqual(appeal.name, "Quarantined first")
        self.assertEqual(appeal.received_at, self.first.received_at)
        self.assertEqual(self.second.state, "quarantined")

    def test_supervisor_dismisses_a_letter(self):
        self.start_tour(
            "/odoo/quarantine", "supervisor_dismisses_letter", login="tour_supervisor"
        )
        self.assertEqual(self.first.state, "ignored")
        self.assertEqual(self.first.dismiss_note, "Sent by mistake")
        self.assertEqual(self.first.set_aside_reason, "parser_fault")
