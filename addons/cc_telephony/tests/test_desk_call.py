from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pbx_case import PbxCase

# what anybody can send who can open the page
STRANGE = ({"a": 1}, ["t-1.1"], "\0", "t-1.1\0", None, 7, True, "x" * 10_000)


@tagged("post_install", "-at_install")
class TestDeskCall(PbxCase):
    """The call panel: what it is told of who calls, and what it may ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # both directions work for the client; the operator works in one of them
        cls.other_direction.client_ids = [Command.link(cls.own.id)]

    def desk(self, role="operator"):
        return self.live.with_user(self.users[role])

    def appeal(self, direction, **vals):
        return self.env["cc.appeal"].create(
            {
                "name": "A matter",
                "direction_id": direction.id,
                "client_id": self.own.id,
                "applicant_id": self.person.id,
                "channel_id": self.channel.id,
            }
            | vals
        )

    def told(self):
        """Return {phone: the appeal its operator is told of} of the last ring."""
        self.env["bus.bus"].search([]).unlink()
        phones = ("101", "102")
        self.show(*(self.change("ringing", extension=each) for each in phones))
        found = self.sent("cc_telephony/call")
        return {each["extension"]: each["appeal"] for each in found}

    # whose appeal
    def test_an_appeal_of_a_foreign_direction_is_told_to_nobody(self):
        far = self.appeal(self.other_direction)
        self.spare.user_id = self.users["senior"]
        self.users["senior"].cc_direction_ids = [Command.link(self.other_direction.id)]
        told = self.told()
        self.assertFalse(told["101"])
        self.assertEqual(told["102"]["id"], far.id)
        self.assertFalse(self.desk().desk_call()["appeal"])
        self.assertEqual(self.desk("senior").desk_call()["appeal"]["id"], far.id)

    def test_the_newest_of_ones_own_directions_is_told(self):
        self.appeal(self.direction)
        own = self.appeal(self.direction)
        self.appeal(self.other_direction)
        self.assertEqual(self.told()["101"]["id"], own.id)
        self.assertEqual(self.desk().desk_call()["appeal"]["number"], own.number)

    def test_an_appeal_of_a_client_out_of_reach_is_told_to_nobody(self):
        self.appeal(self.direction)
        self.users["operator"].cc_client_ids = self.other
        self.assertFalse(self.told()["101"])

    def test_many_phones_cost_few_statements_more_than_one(self):
        self.appeal(self.direction)
        users = [
            self.users["operator"].copy({"login": f"t_desk_{at}"}) for at in range(10)
        ]
        self.env["cc.pbx.extension"].create(
            [
                {"pbx_id": self.pbx.id, "number": f"2{at}", "user_id": user.id}
                for at, user in enumerate(users)
            ]
        )

        def cost(linkedid, phones):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.show(
                *(self.change("ringing", linkedid, extension=each) for each in phones)
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        phones = [f"2{at}" for at in range(10)]
        # the rules of each user are known from then on
        cost("t-0", phones)
        one = cost("t-1", phones[:1])
        self.assertLessEqual(cost("t-2", phones), one + 2)

    # what may be asked
    def test_whatever_is_sent_is_answered(self):
        self.show(self.change("talking", extension="101"))
        for value in STRANGE:
            with self.subTest(value=str(value)[:20]):
                self.assertFalse(self.desk().desk_card(value))
                with self.assertRaises(UserError):
                    self.desk().desk_hang_up(value)
                with self.assertRaises(UserError):
                    self.desk().desk_transfer(value, "102")
                with self.assertRaises(UserError):
                    self.desk().desk_transfer("t-1.1", value)
        self.assertFalse(self.env["cc.pbx.command"].search([]))

    def test_only_who_works_at_a_desk_gets_a_card(self):
        with self.assertRaises(AccessError):
            self.desk("auditor").desk_card("t-1.1")

    def test_who_sits_at_two_pbxes_gets_the_card_of_each(self):
        second = self.env["cc.pbx"].create(
            {"name": "B", "code": "t-b", "direction_id": self.direction.id}
        )
        self.env["cc.pbx.extension"].create(
            {"pbx_id": second.id, "number": "7", "user_id": self.users["operator"].id}
        )
        for pbx, name in ((self.pbx, "t-1.1"), (second, "t-2.1")):
            call = self.env["cc.call"].create(
                {
                    "pbx_id": pbx.id,
                    "linked_id": name,
                    "channel_id": self.channel.id,
                    "kind": "in",
                    "outcome": "live",
                    "started_at": "2026-11-22 10:00:00",
                    "direction_id": self.direction.id,
                    "client_id": self.own.id,
                }
            )
            opened = self.desk().desk_card(name)
            self.assertEqual(opened, {"model": "cc.call", "id": call.id})
        call.direction_id = self.other_direction
        self.assertFalse(self.desk().desk_card("t-2.1"))
