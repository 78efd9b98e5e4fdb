from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import OTHER_PHONE, PHONE

from .common import BEGAN, CcTelephonyCase, incoming, outgoing, told


@tagged("post_install", "-at_install")
class TestCallback(CcTelephonyCase):
    def items(self):
        return self.env["cc.callback"].search([("pbx_id", "=", self.pbx.id)])

    def state(self):
        fields = ["state", "settled_how", "try_count", "last_try_at", "due_at"]
        found = self.items()
        return [*found.read(fields), found.call_ids.mapped("linked_id")]

    # opening
    def test_a_missed_call_is_owed_a_call(self):
        call = self.call(*incoming("c.1"))
        (item,) = self.items()
        self.assertEqual((item.state, item.try_count), ("open", 1))
        self.assertEqual(item.due_at, BEGAN + timedelta(minutes=60))
        self.assertEqual(item.partner_id, self.person)
        self.assertEqual((item.channel_id, item.line_id), (call.channel_id, self.line))
        self.assertTrue(call.interaction_id.needs_answer)
        self.assertEqual(call.interaction_id.waiting_since, call.started_at)

    def test_history_brought_along_owes_nothing(self):
        self.pbx.callback_days = 3
        with freeze_time(BEGAN + timedelta(days=4)):
            old = self.call(*incoming("c.1"))
            self.assertEqual(old.outcome, "abandoned")
            self.assertFalse(self.items() or old.interaction_id.needs_answer)
            self.take(incoming("c.2", at=2 * 86400))
        self.assertEqual(self.items().try_count, 1)
        self.pbx.callback_days = 0
        self.env["cc.call"]._rebuild(self.pbx)
        self.assertEqual(self.items().try_count, 2)

    def test_outcomes_that_owe_nothing(self):
        self.take(incoming("c.1", talk=3), outgoing("c.2"), outgoing("c.3", talk=2))
        self.assertEqual(
            self.calls().sorted("linked_id").mapped("kind"), ["in", "out", "out"]
        )
        self.assertFalse(self.items())
        self.assertFalse(any(self.calls().interaction_id.mapped("needs_answer")))

    def test_what_goes_on_owes_nothing_yet(self):
        with freeze_time(BEGAN):
            call = self.call(*incoming("c.1", end=False))
        self.assertEqual(call.outcome, "live")
        self.assertFalse(self.items() or call.interaction_id.needs_answer)
        with freeze_time(BEGAN + timedelta(hours=5)):
            self.env["cc.call"]._cron_end()
        self.assertEqual(call.outcome, "end_unknown")
        self.assertEqual(self.items().call_ids, call)

    def test_tries_fold_whatever_the_spelling(self):
        spelt = (PHONE, f"8{PHONE[2:]}", PHONE[2:])
        for at, number in enumerate(spelt):
            self.take(incoming(f"c.{at}", number=number, at=60 * at))
        item = self.items()
        self.assertEqual((len(item), item.try_count), (1, 3))
        self.assertEqual(item.last_try_at, BEGAN + timedelta(minutes=2))
        self.assertEqual(item.due_at, BEGAN + timedelta(minutes=60))

    def test_each_line_owes_its_own(self):
        self.take(incoming("c.1"), incoming("c.2", did="74959999999", at=10))
        self.assertEqual(len(self.items()), 2)
        self.take(incoming("c.3", number=OTHER_PHONE, at=20))
        self.assertEqual(len(self.items()), 3)

    def test_the_same_calls_again_change_nothing(self):
        self.take(
            incoming("c.1"),
            incoming("c.2", at=60),
            incoming("c.3", at=120, talk=3),
            incoming("c.4", at=300),
        )
        before = self.state()
        self.assertEqual(len(self.items()), 2)
        for linked_ids in (["c.1", "c.2", "c.3", "c.4"], ["c.3"], ["c.1"]):
            self.env["cc.call"]._build(self.pbx, linked_ids)
        self.assertEqual(self.state(), before)

    def test_any_order_ends_in_the_same(self):
        for seed, order in enumerate(([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1])):
            number, name = f"+799900000{seed:02}", f"o{seed}"
            calls = [
                incoming(f"{name}.1", number=number),
                incoming(f"{name}.2", number=number, at=60),
                incoming(f"{name}.3", number=number, at=120, talk=3),
                incoming(f"{name}.4", number=number, at=300),
            ]
            for at in order:
                self.take(calls[at])
            items = self.items().filtered(lambda item, n=number: item.number_key == n)
            with self.subTest(order=order):
                self.assertEqual(
                    sorted(
                        (item.state, sorted(item.call_ids.mapped("linked_id")))
                        for item in items
                    ),
                    [("done", [f"{name}.1", f"{name}.2"]), ("open", [f"{name}.4"])],
                )

    def test_nobody_is_owed_a_call_without_a_number(self):
        for at, number in enumerate(("anonymous", "", "s", "9" * 40)):
            self.take(incoming(f"n.{at}", number=number, at=at))
        self.assertEqual(set(self.calls().mapped("outcome")), {"abandoned"})
        self.assertFalse(self.items())
        self.assertFalse(any(self.calls().interaction_id.mapped("needs_answer")))

    def test_a_message_without_a_number_is_to_be_heard(self):
        for at in range(2):
            mark = told(f"v.{at}", 4, "CC_VM", eventextra='{"extra":"box=1"}')
            self.take([*incoming(f"v.{at}", number="anonymous", at=at), mark])
        self.assertEqual(len(self.items()), 2, "each message is to be heard")
        self.assertFalse(any(self.items().mapped("is_callable")))
        self.env["cc.call"]._build(self.pbx, ["v.0", "v.1"])
        self.assertEqual(len(self.items()), 2)

    # settling
    def test_a_talk_either_way_settles_it(self):
        for name, lines, how in (
            ("in", incoming("t.1", at=600, talk=3), "called_again"),
            ("out", outgoing("t.2", at=1600, talk=3), "called"),
        ):
            with self.subTest(name):
                start = 0 if name == "in" else 1000
                call = self.call(*incoming(f"c.{name}", at=start))
                item = call.callback_id
                self.take(lines)
                self.assertEqual((item.state, item.settled_how), ("done", how))
                self.assertEqual(item.settled_by_id, self.users["operator"])
                self.assertEqual(call.interaction_id.settled_how, "answered")
                self.assertFalse(call.interaction_id.needs_answer)

    def test_no_talk_settles_nothing(self):
        self.take(incoming("c.1", at=600))
        self.take(outgoing("t.1", at=700), incoming("t.2", at=30, talk=3))
        self.take(incoming("t.3", number=OTHER_PHONE, at=900, talk=3))
        self.assertEqual(self.items().state, "open")

    def test_a_talk_of_another_client_settles_it_for_its_owner_alone(self):
        far = self.env["cc.channel"].create(
            {"name": "Far", "kind": "phone", "direction_id": self.other_direction.id}
        )
        self.line.channel_id = far
        self.take(incoming("c.1"), outgoing("t.1", at=60, talk=3))
        self.assertEqual(self.items().state, "open")
        self.items().owner_id = self.users["operator"]
        self.take(outgoing("t.2", at=120, talk=3))
        self.assertEqual(self.items().state, "done")

    def test_late_lines_tell_it_was_answered(self):
        lines = incoming("c.1", talk=3)
        talk = [line for line in lines if "BRIDGE" in line]
        call = self.call(*[line for line in lines if line not in talk])
        item = self.items()
        self.assertEqual((call.outcome, item.state), ("abandoned", "open"))
        self.take(talk)
        self.assertEqual((call.outcome, item.state), ("answered", "done"))
        self.assertEqual(item.settled_call_id, call)
        self.assertFalse(call.callback_id or call.interaction_id.needs_answer)

    def test_settled_by_hand_with_a_reason(self):
        for state, method in (("done", "action_done"), ("given_up", "action_give_up")):
            call = self.call(*incoming(f"c.{state}"))
            item = self.as_role("operator", call.callback_id)
            with self.assertRaises(UserError):
                getattr(item, method)(" ")
            item.action_take()
            self.assertEqual(item.owner_id, self.users["operator"])
            getattr(item, method)("Wrong number")
            self.assertEqual((item.state, item.reason), (state, "Wrong number"))
            self.assertEqual(call.interaction_id.settled_how, "no_answer")
            self.env["cc.call"]._build(self.pbx, [call.linked_id])
            self.assertFalse(self.items().filtered(lambda each: each.state == "open"))
            self.assertFalse(call.interaction_id.needs_answer)
            with self.assertRaises(UserError):
                getattr(item, method)("Again")
            logged = self.env["cc.audit.entry"].search(
                [("model", "=", "cc.callback"), ("res_id", "=", item.id)]
            )
            self.assertEqual(
                set(logged.mapped("action")), {"callback.taken", f"callback.{state}"}
            )

    def test_no_answer_needed_owes_no_call(self):
        self.take(incoming("c.1"), incoming("c.2", at=60))
        item = self.items()
        first, second = item.call_ids.interaction_id
        self.as_role("operator", first).action_no_answer("thanks")
        self.assertEqual(item.state, "open", "the other try waits")
        self.as_role("operator", second).action_no_answer("other", "Wrong number")
        self.assertEqual((item.state, item.reason), ("given_up", "Wrong number"))
        self.assertEqual(second.settled_by_id, self.users["operator"])
        self.assertEqual(item.settled_by_id, self.users["operator"])

    def test_who_may_not(self):
        self.take(incoming("c.1"))
        for vals in ({"state": "done"}, {"due_at": BEGAN}, {"try_count": 9}):
            with self.assertRaises(UserError):
                self.as_role("operator", self.items()).write(vals)
        for role, error in (("auditor", AccessError), ("executor", AccessError)):
            with self.assertRaises(error):
                self.as_role(role, self.items()).action_done("So")
        self.assertEqual(self.items().state, "open")

    # statements
    def test_fifty_cost_what_one_costs(self):
        counts = {}
        for name, count in (("warm", 2), ("one", 1), ("fifty", 50)):
            for part, talk in (("missed", 0), ("talk", 2)):
                lines = [
                    line
                    for at in range(count)
                    for line in incoming(
                        f"{name}.{part}.{at}",
                        number=f"+7999{len(name)}{at:06}",
                        at=60 if talk else 0,
                        talk=talk,
                    )
                ]
                counts[name, part] = self.statements(lines)
        self.assertEqual(len(self.items()), 53)
        self.assertEqual(set(self.items().mapped("state")), {"done"})
        for part in ("missed", "talk"):
            self.assertLessEqual(counts["fifty", part], counts["one", part] + 4, counts)

    def statements(self, lines):
        inbox = self.env["cc.inbox.event"]
        inbox._record(self.pbx.channel_id, [{"raw": self.batch(lines)}])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(inbox._drain(), 1)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
