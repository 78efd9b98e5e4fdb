from odoo.tests import tagged

from .common import CcAppealsCase, make_letter


@tagged("post_install", "-at_install")
class TestDrainQueries(CcAppealsCase):
    """A batch costs queries, a letter in it none."""

    def drained(self, name, count):
        """Drain so many letters of new people; return the queries it took."""
        letters = [
            make_letter(
                f"{name}{at}", sender=f"W <{name}{at}@example.ru>", body=str(at)
            )
            for at in range(count)
        ]
        inbox = self.env["cc.inbox.event"]
        found = inbox._record(self.channel, [{"raw": raw} for raw in letters])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(inbox._drain(), count)
        self.env.flush_all()
        queries = self.env.cr.sql_log_count - before
        self.assertEqual({event.state for event, _is_new in found}, {"processed"})
        self.assertEqual(
            len({event.interaction_id.partner_id for event, _is_new in found}), count
        )
        return queries

    def test_fifty_letters_ask_what_ten_ask(self):
        self.drained("warm", 3)
        ten, fifty = self.drained("ten", 10), self.drained("fifty", 50)
        self.assertLessEqual(fifty, ten + 3)
        self.assertLessEqual(fifty, 70)

    def test_writing_down_asks_the_same_for_ten_and_fifty(self):
        inbox = self.env["cc.inbox.event"]
        counts = []
        for count in (2, 10, 50):
            items = [{"raw": b"%d of %d" % (at, count)} for at in range(count)]
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            inbox._record(self.channel, items)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 15)
