from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules import neutralize
from odoo.tests import tagged

from .pbx_case import PbxCase


@tagged("post_install", "-at_install")
class TestCcPbxCommand(PbxCase):
    def setUp(self):
        super().setUp()
        self.pbx._hear({})
        self.commands = self.env["cc.pbx.command"]

    def ask(self):
        return self.commands._ask(self.pbx, "hang_up", {"channel": "PJSIP/101-1"})

    def grow_old(self, command, delta):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cc_pbx_command SET create_date = %(at)s, write_date = %(at)s "
            "WHERE id = %(id)s",
            {"at": fields.Datetime.now() - delta, "id": command.id},
        )
        self.env.invalidate_all()

    def test_a_command_is_given_once_and_told_about(self):
        command = self.ask()
        self.assertEqual(command.user_id, self.env.user)
        (given,) = self.commands._take(self.pbx)
        self.assertEqual((given["id"], given["action"]), (command.id, "hang_up"))
        self.assertFalse(self.commands._take(self.pbx))
        result = {"id": command.id, "is_done": False, "sentence": "No such channel"}
        self.commands._settle(self.pbx, [result, None, {"id": "x"}])
        self.assertEqual(
            (command.state, command.sentence), ("refused", "No such channel")
        )

    def test_a_silent_connector_is_asked_nothing(self):
        self.pbx.seen_at = fields.Datetime.now() - timedelta(minutes=10)
        with self.assertRaises(UserError):
            self.ask()

    def test_a_late_command_is_not_carried_out(self):
        command = self.ask()
        self.grow_old(command, timedelta(minutes=1))
        self.assertFalse(self.commands._take(self.pbx))
        self.assertEqual(command.state, "stale")

    def test_numbers_of_commands_are_nobody_s_to_read_and_not_kept(self):
        command = self.ask()
        for role in ("supervisor", "auditor"):
            with self.assertRaises(AccessError):
                command.with_user(self.users[role]).read(["params"])
        self.grow_old(command, timedelta(hours=23))
        self.commands._gc_old()
        self.assertTrue(command.exists())
        self.grow_old(command, timedelta(hours=25))
        self.commands._gc_old()
        self.assertFalse(command.exists())

    def test_nobody_waits_for_ever(self):
        command = self.ask()
        self.commands._take(self.pbx)
        self.grow_old(command, timedelta(minutes=5))
        self.pbx._hear({})
        self.assertEqual(command.state, "lost")

    def test_another_pbx_settles_nothing_of_ours(self):
        command = self.ask()
        self.commands._take(self.pbx)
        other = self.env["cc.pbx"].create(
            {"name": "Other", "code": "t-other", "direction_id": self.direction.id}
        )
        self.commands._settle(other, [{"id": command.id, "is_done": True}])
        self.assertEqual(command.state, "given")
        self.assertFalse(self.commands._take(other))

    def test_a_copy_of_the_database_is_of_no_pbx(self):
        command = self.ask()
        self.env.flush_all()
        for query in neutralize.get_neutralization_queries(["cc_telephony"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertFalse(self.env["cc.pbx"]._of_token(self.pbx.code, self.token))
        self.assertEqual(command.state, "stale")
