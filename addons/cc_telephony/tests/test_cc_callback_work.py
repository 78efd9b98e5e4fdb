from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import OTHER_PHONE, PHONE

from .common import BEGAN, CcTelephonyCase, incoming, told


@tagged("post_install", "-at_install")
class TestCallbackWork(CcTelephonyCase):
    def item(self, name="c.1", **values):
        return self.call(*incoming(name, **values)).callback_id

    def counts(self, role):
        found = self.as_role(role, self.env["cc.callback"]).callback_counts()
        return {part["filter"]: part["count"] for part in found}

    # what stands in the list
    def test_figures_above_the_list(self):
        before = self.counts("operator")
        mark = told("v.1", 4, "CC_VM", eventextra='{"extra":"box=1"}')
        self.take([*incoming("v.1", number=OTHER_PHONE), mark])
        item = self.item()
        self.as_role("operator", item).action_take()
        ahead = fields.Datetime.now() + timedelta(hours=1)
        (item | self.calls().callback_id).due_at = ahead
        self.env.flush_all()
        gained = {
            name: count - before[name]
            for name, count in self.counts("operator").items()
        }
        self.assertEqual(
            gained, {"owed": 2, "late": 0, "mine": 1, "nobody": 1, "voicemail": 1}
        )
        item.due_at = fields.Datetime.now() - timedelta(minutes=1)
        self.env.flush_all()
        self.assertEqual(self.counts("operator")["late"], before["late"] + 1)
        self.as_role("operator", item).action_done("Wrote to them")
        self.env.flush_all()
        self.assertEqual(self.counts("operator")["owed"], before["owed"] + 1)

    def test_a_message_is_found_and_said(self):
        mark = told("v.1", 4, "CC_VM", eventextra='{"extra":"box=1"}')
        self.take([*incoming("v.1", number=OTHER_PHONE), mark])
        silent = self.item()
        left = self.calls().callback_id - silent
        self.assertTrue(left.has_message)
        self.assertFalse(silent.has_message)
        both = [("id", "in", (left | silent).ids)]
        for value, found in ((True, left), (False, silent)):
            domain = [*both, ("has_message", "=", value)]
            self.assertEqual(left.search(domain), found)

    def test_the_last_quarter_is_amber(self):
        self.direction.callback_minutes = 60
        item = self.item()
        self.assertEqual(item.due_at - item.warn_at, timedelta(minutes=15))
        self.assertEqual(item.due_at, BEGAN + timedelta(minutes=60))

    # calling
    def commands(self):
        return self.env["cc.pbx.command"].search([("pbx_id", "=", self.pbx.id)])

    def test_the_own_phone_rings_and_then_the_person(self):
        self.pbx._hear({})
        item = self.item()
        told = self.as_role("operator", item).action_call()
        command = self.commands()
        self.assertEqual(told, {"command": command.id, "phone": "101"})
        self.assertEqual((command.action, command.state), ("originate", "waiting"))
        self.assertEqual(command.params["extension"], "101")
        self.assertEqual(command.params["number"], PHONE)
        self.assertTrue(command.params["channel_id"])
        self.assertEqual(item.owner_id, self.users["operator"])
        logged = self.env["cc.audit.entry"].search(
            [("model", "=", "cc.callback"), ("res_id", "=", item.id)]
        )
        self.assertEqual(
            set(logged.mapped("action")), {"callback.taken", "callback.called"}
        )
        self.assertFalse(any(PHONE in str(each.detail) for each in logged))

    def test_how_the_call_goes_is_told_to_who_asked(self):
        self.pbx._hear({})
        item = self.as_role("operator", self.item())
        asked = item.action_call()["command"]
        self.assertEqual(item.call_state(asked), {"state": "waiting", "sentence": ""})
        command = self.commands()
        command.write({"state": "refused", "sentence": "Extension does not exist."})
        self.assertIn("Extension does not exist.", item.call_state(asked)["sentence"])
        command.state = "stale"
        self.assertTrue(item.call_state(asked)["sentence"])
        other = self.as_role("senior", item)
        self.assertEqual(other.call_state(asked)["state"], "lost")
        for odd in (None, "x", -1, 2**40, {}):
            self.assertEqual(item.call_state(odd)["state"], "lost")

    def test_who_has_no_phone_is_told_so(self):
        self.pbx._hear({})
        item = self.item()
        with self.assertRaises(UserError) as caught:
            self.as_role("supervisor", item).action_call()
        self.assertIn(self.pbx.name, caught.exception.args[0])
        self.assertFalse(self.commands())
        self.assertFalse(item.owner_id)

    def test_what_cannot_be_called_is_not(self):
        self.pbx._hear({})
        mark = told("v.1", 4, "CC_VM", eventextra='{"extra":"box=1"}')
        self.take([*incoming("v.1", number="anonymous"), mark])
        nameless = self.calls().callback_id
        item = self.item("c.2")
        self.as_role("operator", item).action_done("Wrote to them")
        silent = self.item("c.3", number=OTHER_PHONE)
        for each in (nameless, item):
            with self.assertRaises(UserError):
                self.as_role("operator", each).action_call()
        self.pbx.seen_at = fields.Datetime.now() - timedelta(minutes=10)
        with self.assertRaises(UserError):
            self.as_role("operator", silent).action_call()
        for role in ("auditor", "data_officer", "executor"):
            with self.assertRaises(AccessError):
                self.as_role(role, silent).action_call()
        self.assertFalse(self.commands())

    # many
    def test_seniors_hand_out_many(self):
        items = self.item() | self.item("c.2", number=OTHER_PHONE)
        operator = self.users["operator"]
        with self.assertRaises(AccessError):
            self.as_role("operator", items).action_hand(operator.id)
        self.as_role("senior", items).action_hand(operator.id)
        self.assertEqual(items.owner_id, operator)
        for stranger in ("executor", "employee"):
            with self.assertRaises(UserError):
                self.as_role("senior", items).action_hand(self.users[stranger].id)
        self.assertEqual(items.owner_id, operator)
        self.as_role("senior", items).action_hand(False)
        self.assertFalse(items.owner_id)
        self.as_role("supervisor", items).action_give_up("The line was down")
        self.assertEqual(set(items.mapped("state")), {"given_up"})

    def test_nobody_hands_out_past_the_buttons(self):
        item, colleague = self.item(), self.users["senior"]
        mine = self.as_role("operator", item)
        for owner in (colleague.id, False):
            with self.assertRaises(AccessError):
                mine.write({"owner_id": owner})
        with self.assertRaises(UserError):
            self.as_role("senior", item).write({"owner_id": self.users["executor"].id})
        self.assertFalse(item.owner_id)
        mine.action_done("Wrote to them")
        with self.assertRaises(UserError):
            mine.write({"owner_id": self.users["operator"].id})

    def test_pressed_twice_is_once(self):
        item = self.as_role("operator", self.item())
        item.action_done("Wrote to them")
        item.action_done("Wrote to them")
        logged = self.env["cc.audit.entry"].search_count(
            [("res_id", "=", item.id), ("action", "=", "callback.done")]
        )
        self.assertEqual(logged, 1)
        with self.assertRaises(UserError):
            item.action_give_up("Wrote to them")
