from odoo.tests import tagged

from .journal_case import JournalCase


@tagged("post_install", "-at_install")
class TestJournalLone(JournalCase):
    """How many contacts without an appeal are each operator's to answer."""

    def counts(self, *users):
        source = self.env["cc.journal.source.interaction"].sudo()
        ids = [user.id for user in users]
        return {
            user_id: told["mine"]
            for user_id, told in source._cc_counts_of_users(ids).items()
        }

    def by_hand(self, user, **vals):
        contact = self.make_contact(needs_answer=True, **vals)
        self.env.flush_all()
        query = "UPDATE cc_interaction SET create_uid = %s WHERE id = %s"
        self.env.cr.execute(query, (user.id, contact.id))
        contact.invalidate_recordset()
        return contact

    def test_each_has_his_own(self):
        before = self.counts(self.operator, self.colleague)
        appeal = self.make_appeal(owner_id=self.colleague.id)
        self.make_contact(needs_answer=True)
        self.make_contact(needs_answer=True, claimed_appeal_id=appeal.id)
        self.by_hand(self.operator)
        self.by_hand(self.operator, claimed_appeal_id=appeal.id)
        self.by_hand(self.operator).needs_answer = False
        after = self.counts(self.operator, self.colleague)
        self.assertEqual(after[self.operator.id] - before[self.operator.id], 1)
        self.assertEqual(after[self.colleague.id] - before[self.colleague.id], 2)
        for user in (self.operator, self.colleague):
            own = self.env["cc.journal.source.interaction"].with_user(user)
            self.assertEqual(own._cc_counts()["mine"], after[user.id])

    def test_nobody_is_asked_for_nobody(self):
        self.assertEqual(self.counts(), {})

    def test_many_that_wait_are_counted_by_the_database(self):
        user = self.operator

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.counts(user)
            return self.env.cr.sql_log_count - before

        self.by_hand(user)
        one = cost()
        for _more in range(20):
            self.by_hand(user)
        self.assertEqual(cost(), one)
        self.assertLessEqual(one, 1)
