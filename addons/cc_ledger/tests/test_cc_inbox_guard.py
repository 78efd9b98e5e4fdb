import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger.models.cc_inbox_guard import PERMIT

from .common import CcLedgerCase

REFUSED = (
    "DELETE FROM cc_inbox_event WHERE id = %(id)s",
    "DELETE FROM cc_inbox_payload WHERE event_id = %(id)s",
    "UPDATE cc_inbox_payload SET raw = 'x' WHERE event_id = %(id)s",
    "UPDATE cc_inbox_event SET sha256 = 'x' WHERE id = %(id)s",
    "UPDATE cc_inbox_event SET received_at = now() WHERE id = %(id)s",
    "TRUNCATE cc_inbox_payload",
    "TRUNCATE cc_inbox_event CASCADE",
)


@tagged("post_install", "-at_install")
class TestCcInboxGuard(CcLedgerCase):
    """What was received is neither deleted nor altered, past the ORM as well."""

    def test_sql_is_refused(self):
        event = self.record(b"kept")
        for statement in REFUSED:
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, {"id": event.id})
        self.assertEqual(self.env["cc.inbox.payload"]._get(event), b"kept")

    def test_an_erasure_says_so(self):
        event = self.record(b"to be erased")
        self.env.cr.execute("SELECT set_config(%s, 'on', true)", (PERMIT,))
        self.env.cr.execute(REFUSED[1], {"id": event.id})
        self.assertEqual(self.env.cr.rowcount, 1)
