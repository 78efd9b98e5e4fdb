"""Records of a client and a direction that the roles do not see, and what is gone."""

import re

from odoo.tests import HttpCase

from .common import CcAppealsMixin

GONE = 2**31 - 7
ROLES = ("operator", "executor", "senior")


class UnseenCase(CcAppealsMixin, HttpCase):
    asked = GONE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        far = cls.make_mailbox("Far box", cls.other_direction)
        cls.contact = cls.env["cc.interaction"].create(
            {
                "channel_id": far.id,
                "client_id": cls.other.id,
                "partner_id": cls.stranger.id,
                "subject": "Secret words",
            }
        )
        cls.unseen = cls.make_appeal(
            name="Secret words",
            direction_id=cls.other_direction.id,
            applicant_id=cls.stranger.id,
            channel_id=far.id,
            interaction_ids=[(6, 0, cls.contact.ids)],
        )
        cls.part = cls.env["cc.appeal.assignment"].create(
            {"appeal_id": cls.unseen.id, "department_id": cls.department.copy().id}
        )
        cls.template = cls.env["cc.reply.template"].create(
            {
                "name": "Secret words",
                "body": "Secret words",
                "direction_id": cls.other_direction.id,
            }
        )
        cls.draft = cls.env["cc.reply.draft"].create(
            {"appeal_id": cls.unseen.id, "body": "Secret words", "version": 1}
        )
        cls.bulk = cls.env["cc.bulk.run"].create(
            {
                "kind": "answer",
                "token": "t",
                "body": "Secret words",
                "direction_ids": cls.other_direction.ids,
                "client_ids": cls.other.ids,
            }
        )
        cls.line = cls.env["cc.bulk.line"].create(
            {"run_id": cls.bulk.id, "appeal_id": cls.unseen.id}
        )
        cls.incident = cls.env["cc.incident"].create(
            {
                "name": "Secret words",
                "direction_id": cls.other_direction.id,
                "client_id": cls.other.id,
                "is_rule_on": False,
            }
        )
        cls.relation = cls.env["cc.relation"].create(
            {
                "partner_id": cls.stranger.id,
                "other_id": cls.make_person(
                    "Boris Second", cls.other, "+79990000001", "b2@example.org"
                ).id,
                "note": "Secret words",
            }
        )
        cls.note = cls.unseen.message_post(body="Secret words")
        cls.files = cls.env["ir.attachment"].create(
            [
                {
                    "name": "secret.png",
                    "raw": b"GIF89a\x01\x00\x01\x00\x00\xff\x00,",
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for record in (cls.unseen, cls.contact)
            ]
        )
        cls.mine = cls.make_appeal()
        cls.env["cc.appeal"].browse(cls.mine.id).action_hand_over(cls.department.id)
        cls.env.flush_all()

    def guesses(self):
        """Return {model: an id that is there, but not for the user}."""
        records = (
            self.unseen,
            self.contact,
            self.part,
            self.unseen.interval_ids[:1],
            self.stranger,
            self.stranger.cc_identity_ids[:1],
            self.template,
            self.draft,
            self.bulk,
            self.line,
            self.incident,
            self.relation,
        )
        return {record._name: record.id for record in records}

    def plain(self, answer, *ids):
        """Return the answer as text, the id that was asked for taken out.

        Of both answers: it may be the number of a user or of a setting as well.
        """
        text = str(answer)
        for each in {*ids, GONE, self.asked}:
            text = re.sub(rf"(?<!\d){each}(?!\d)", "ID", text)
        return text
