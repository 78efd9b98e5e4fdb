from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cc_ledger.models.cc_inbox_event_quarantine import ROWS, SOURCE_BYTES

from .common import PROCESSED, CcLedgerCase


@tagged("post_install", "-at_install")
class TestCcInboxEventQuarantine(CcLedgerCase):
    def setUp(self):
        super().setUp()
        self.inbox.search([("state", "=", "quarantined")]).write({"state": "processed"})

    def quarantined(self, *raws, reason="no_payload", **vals):
        events = self.record(*raws)
        events.write({"state": "quarantined", "reason": reason, "stage": "parse"})
        events.write(vals)
        self.env.flush_all()
        return events

    def screen(self, role="supervisor", view="waiting"):
        return self.as_role(role, self.inbox).get_quarantine(view)

    def test_the_list_is_grouped_by_what_people_read(self):
        self.permit_changes()
        old = fields.Datetime.now() - timedelta(days=3)
        self.quarantined(b"one", b"two")
        self.quarantined(b"three", reason="KeyError", received_at=old)
        self.quarantined(b"four", reason="TypeError")
        groups = self.screen()["groups"]
        # two codes without words are one group, and the oldest stands first
        self.assertEqual([group["count"] for group in groups], [2, 2])
        self.assertIn("fault", groups[0]["text"])
        self.assertNotIn("KeyError", str([group["text"] for group in groups]))
        self.assertEqual(self.screen()["counts"], {"waiting": 4, "dismissed": 0})

    def test_a_long_reason_comes_in_parts(self):
        self.quarantined(*(b"%d" % number for number in range(ROWS + 5)))
        (group,) = self.screen()["groups"]
        self.assertEqual((group["count"], len(group["rows"])), (ROWS + 5, ROWS))
        inbox = self.as_role("supervisor", self.inbox)
        rest = inbox.get_quarantine_rows(group["domain"], ROWS)
        ids = {row["id"] for row in group["rows"] + rest}
        self.assertEqual(len(ids), ROWS + 5)

    def test_it_asks_the_same_for_1_and_40(self):
        self.quarantined(b"0")
        self.screen()
        few = self.queries()
        self.quarantined(*(b"%d" % number for number in range(1, 40)))
        self.assertEqual(self.queries(), few)

    def queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.screen()
        return self.env.cr.sql_log_count - before

    def test_others_see_their_own_directions_only(self):
        far = self.make_channel("Far", self.other_direction)
        self.record(b"far", channel=far).write({"state": "quarantined"})
        self.env.flush_all()
        self.assertFalse(self.screen("supervisor")["groups"])
        self.assertTrue(self.screen("auditor")["groups"])
        for role in ("operator", "executor", "accountant", "employee"):
            with self.assertRaises(AccessError):
                self.screen(role)

    def test_what_each_role_is_offered(self):
        for role, work, read in (
            ("supervisor", True, True),
            ("admin", True, False),
            ("data_officer", False, True),
            ("auditor", False, False),
        ):
            page = self.screen(role)
            self.assertEqual((page["can_work"], page["can_read_source"]), (work, read))

    def test_the_source_is_text_and_the_look_is_told(self):
        event = self.quarantined(b"Subject: x\r\n\r\n\x00\xff<b>\xd0\xaf</b>")
        looks = self.told("raw.downloaded")
        found = self.as_role("supervisor", event).action_read_source()
        self.assertEqual(found["text"], "Subject: x\n\n␀\\xff<b>Я</b>")
        (look,) = self.told("raw.downloaded") - looks
        self.assertEqual(look.user_id, self.users["supervisor"])
        self.assertEqual(look.res_id, event.id)
        for role in ("admin", "auditor", "operator"):
            with self.assertRaises(AccessError):
                self.as_role(role, event).action_read_source()
        self.assertEqual(self.told("raw.downloaded") - looks, look)

    def told(self, action):
        """Return what the audit log has of `action`."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["cc.audit.entry"].search([("action", "=", action)])

    def test_of_a_large_source_the_beginning_is_shown(self):
        event = self.quarantined(b"x" * (SOURCE_BYTES + 1))
        found = self.as_role("data_officer", event).action_read_source()
        self.assertEqual(len(found["text"]), SOURCE_BYTES)
        self.assertEqual((found["is_cut"], found["size"]), (True, SOURCE_BYTES + 1))

    def test_a_source_that_is_gone_is_said_in_words(self):
        event = self.quarantined(b"letter")
        self.lose_payloads()
        with self.assertRaisesRegex(UserError, "not where they were put"):
            self.as_role("supervisor", event).action_read_source()

    def test_a_dismissal_is_undone_with_its_reason(self):
        event = self.quarantined(b"letter", reason="crashed")
        mine = self.as_role("supervisor", event)
        mine.action_dismiss("a test of ours")
        page = self.screen(view="dismissed")
        self.assertEqual(page["counts"], {"waiting": 0, "dismissed": 1})
        ((row,),) = [group["rows"] for group in page["groups"]]
        self.assertEqual(row["note"], "a test of ours")
        self.assertEqual(row["dismissed_by"], mine.env.user.name)
        self.assertEqual(row["dismissed_at"], str(event.dismissed_at))
        self.assertFalse(row["term"], "what was taken off owes nothing")
        with self.assertRaises(AccessError):
            self.as_role("auditor", event).action_put_back()
        mine.action_put_back()
        entry = self.told("inbox.put_back").sorted("id")[-1]
        self.assertEqual((entry.user_id, entry.res_id), (mine.env.user, event.id))
        self.assertEqual(
            (event.state, event.reason, event.stage, event.dismiss_note),
            ("quarantined", "crashed", "parse", False),
        )
        self.assertFalse(event.dismissed_by_id or event.dismissed_at)

    def test_only_what_was_dismissed_is_put_back(self):
        event = self.quarantined(b"letter")
        event.write({"state": "ignored", "reason": "copy"})
        self.as_role("supervisor", event).action_put_back()
        self.assertEqual(event.state, "ignored")

    def test_a_replay_tells_what_became_of_it(self):
        good, copy, bad = self.quarantined(b"good", b"copy", b"bad")
        mine = self.as_role("supervisor", good + copy + bad)
        mine.action_replay()
        states = {each["state"] for each in mine.replay_outcomes()}
        self.assertEqual(states, {"waiting"})

        def answer(raw):
            if raw == b"bad":
                raise KeyError
            if raw == b"copy":
                return {"state": "ignored", "kind": "duplicate", "reason": "copy"}
            return PROCESSED

        with self.assertLogs("odoo.addons.cc_ledger", "ERROR"):
            self.drain_with(answer)
        found = self.as_role("supervisor", mine).replay_outcomes()
        self.assertEqual([each["state"] for each in found], ["done", "done", "again"])
        self.assertIn("Copy of an earlier one", found[1]["sentence"])
        self.assertNotIn("KeyError", found[2]["sentence"])
