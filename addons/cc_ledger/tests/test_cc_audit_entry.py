from contextlib import closing

import psycopg2

from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CcLedgerCase


@tagged("post_install", "-at_install")
class TestCcAuditEntry(CcLedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.log = cls.env["cc.audit.entry"]

    def written(self, *entries):
        """Log these; return their rows."""
        self.env.cr.execute("SELECT coalesce(max(id), 0) FROM cc_audit_entry")
        before = self.env.cr.fetchone()[0]
        self.log._log(list(entries))
        return self.log.search([("id", ">", before)], order="id")

    def test_who_when_what(self):
        found = self.as_role("operator", self.log)
        row = self.written(
            {
                "action": "settings.changed",
                "model": "cc.channel",
                "res_id": self.channel.id,
                "direction_id": self.direction.id,
                "client_id": self.own.id,
                "detail": {"fields": ["name"]},
                "reason": "renamed",
            }
        )
        self.assertEqual((row.user_id, row.origin), (self.env.user, "shell"))
        self.assertEqual(row.detail, {"fields": ["name"]})
        self.assertTrue(row.logged_at)
        found._log([{"action": "inbox.dismissed"}])
        row = self.log.search([], limit=1)
        self.assertEqual(row.user_id, self.users["operator"])

    def test_a_batch_is_one_statement(self):
        entries = [{"action": "inbox.processed", "res_id": i} for i in range(300)]
        with self.assertQueryCount(1):
            self.log._log(entries)

    def test_an_unknown_key_is_an_error(self):
        with self.assertRaises(ValueError):
            self.log._log([{"action": "x", "details": {}}])

    def test_the_caller_chooses_neither_number_nor_moment(self):
        self.env.cr.execute(
            """
            INSERT INTO cc_audit_entry
                   (id, logged_at, cluster, xid, user_id, origin, action)
            VALUES (-7, '2001-01-01', 1, '3', 1, 'shell', 'forged')
            RETURNING id, logged_at, xid = pg_current_xact_id(), cluster
            """
        )
        number, moment, is_own, cluster = self.env.cr.fetchone()
        self.assertGreater(number, 0)
        self.assertGreater(moment.year, 2001)
        self.assertTrue(is_own)
        self.assertGreater(cluster, 1)

    def test_rows_are_only_added(self):
        self.written({"action": "x"})
        for statement in (
            "UPDATE cc_audit_entry SET reason = 'y'",
            "DELETE FROM cc_audit_entry",
            "TRUNCATE cc_audit_entry",
            "UPDATE cc_audit_seal SET seq = 0",
            "DELETE FROM cc_audit_seal",
            "TRUNCATE cc_audit_seal",
        ):
            with (
                self.subTest(statement),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_values_are_kept_as_hmacs_only(self):
        subject = self.person.id
        row = self.written(
            {
                "action": "identity.revealed",
                "subject_id": subject,
                "values": {"phone": "+79160000067", "email": False},
            }
        )
        self.env.cr.execute(
            "SELECT hmacs, e::text FROM cc_audit_entry e WHERE id = %s", (row.id,)
        )
        hmacs, text = self.env.cr.fetchone()
        self.assertEqual(len(hmacs["phone"]), 64)
        self.assertIsNone(hmacs["email"])
        self.assertNotIn("9160000067", text)
        keys = self.env["cc.audit.subject.key"]
        self.assertEqual(keys._matches(subject, "phone", "+79160000067"), row.ids)
        self.assertFalse(keys._matches(subject, "email", "+79160000067"))
        self.assertFalse(keys._matches(subject, "phone", "+79160000068"))

    def test_two_people_with_one_number_have_two_digests(self):
        rows = self.written(
            *(
                {"action": "x", "subject_id": person.id, "values": {"phone": "1"}}
                for person in (self.person, self.stranger)
            )
        )
        self.env.cr.execute(
            "SELECT count(DISTINCT hmacs) FROM cc_audit_entry WHERE id = ANY(%s)",
            (rows.ids,),
        )
        self.assertEqual(self.env.cr.fetchone(), (2,))

    def test_a_forgotten_persons_values_match_no_more(self):
        subject, keys = self.person.id, self.env["cc.audit.subject.key"]
        entry = {"action": "x", "subject_id": subject, "values": {"phone": "1"}}
        self.written(entry)
        # the key is committed at once, this test's transaction began before
        with closing(db_connect(self.env.cr.dbname).cursor()) as cr:
            cr.execute(
                "SELECT count(*) FROM cc_audit_subject_key WHERE subject_id = %s",
                (subject,),
            )
            self.assertEqual(cr.fetchone(), (1,))
            outside = self.log.with_env(self.env(cr=cr))
            outside._forget_subject(outside.env["res.partner"].browse(subject))
            cr.commit()  # pylint: disable=invalid-commit
        self.assertFalse(keys._matches(subject, "phone", "1"))

    def test_a_nul_does_not_fail_the_log(self):
        row = self.written({"action": "x", "detail": {"a": "q\0"}, "reason": "a\0b"})
        self.assertEqual(row.reason, "ab")

    def test_nobody_without_a_role_reads(self):
        self.written({"action": "x", "client_id": self.own.id})
        for role, may in (("auditor", True), ("data_officer", True), ("admin", False)):
            log = self.as_role(role, self.log)
            self.assertEqual(log.has_access("read"), may, role)
