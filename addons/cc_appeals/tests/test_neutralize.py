from odoo.modules import neutralize
from odoo.tests import tagged

from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestNeutralize(OutgoingCase):
    def test_a_copy_neither_fetches_nor_sends(self):
        box = self.env["cc.mailbox"].create(
            {
                "channel_id": self.channel.id,
                "host": "imap.example.org",
                "login": "box@example.org",
                "secret_ref": "box",
            }
        )
        self.env.flush_all()
        queries = list(neutralize.get_neutralization_queries(["cc_appeals"]))
        self.assertTrue(queries)
        for query in queries:
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertFalse(box.active or self.account.active)
        jobs = self.env["queue.job"]
        before = jobs.search([])
        delivery = self.enqueue()
        self.env["cc.mailbox"]._cron_wake()
        self.outbox._cron_sweep()
        self.assertEqual(jobs.search([]), before)
        # a job that the copy brought along
        self.outbox._job_send("cc.mail.account", self.account.id)
        self.assertEqual((delivery.state, delivery.attempts), ("waiting", 0))
        self.assertFalse(self.account.error_code)
