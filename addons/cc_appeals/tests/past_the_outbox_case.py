"""An appeal, its applicant and somebody outside: nothing may reach them but the outbox."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase

from .common import CcAppealsMixin

ADDRESS = "outside@example.com"


class PastTheOutboxCase(CcAppealsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.outside = cls.env["res.partner"].create(
            {"name": "Outside", "email": ADDRESS, "phone": "+79160000321"}
        )
        cls.contact = cls.env["cc.interaction"].create(
            {
                "channel_id": cls.channel.id,
                "client_id": cls.own.id,
                "partner_id": cls.person.id,
            }
        )
        cls.appeal = cls.make_appeal(interaction_ids=[(6, 0, cls.contact.ids)])

    def setUp(self):
        super().setUp()
        # whatever reaches a mail server is a failure of the test
        sent = patch.object(
            self.registry["ir.mail_server"], "send_email", self.never_sent
        )
        sent.start()
        self.addCleanup(sent.stop)
        self.env.flush_all()
        self.before = self.rows()

    def assert_refused(self, text):
        """Find the sentence in `text`, in whatever language it was said."""
        sentences = []
        installed = dict(self.env["res.lang"].get_installed())
        for code in (None, *installed):
            with self.assertRaises(UserError) as caught:
                self.env["cc.outside"].with_context(lang=code)._refuse()
            sentences.append(str(caught.exception))
        self.assertTrue(any(each in text for each in sentences), text)

    @staticmethod
    def never_sent(_servers, message, *args, **kwargs):
        raise AssertionError(f"sent to {message['To']}")

    def rows(self):
        """Return what stands for something that leaves, or lets it leave later."""
        self.env.invalidate_all()
        counted = ("mail.mail", "sms.sms", "snailmail.letter", "mail.scheduled.message")
        found = {name: self.env[name].sudo().search([]).ids for name in counted}
        targets = [
            ("cc.appeal", self.appeal.id),
            ("cc.interaction", self.contact.id),
            ("res.partner", self.person.id),
        ]
        for model, res_id in targets:
            found[model] = (
                self.env["mail.followers"]
                .sudo()
                .search([("res_model", "=", model), ("res_id", "=", res_id)])
                .partner_id.filtered("partner_share")
                .ids
            )
        return found

    def assert_nothing_left(self):
        self.env.flush_all()
        self.env["mail.mail"].sudo().process_email_queue()
        self.assertEqual(self.rows(), self.before)
