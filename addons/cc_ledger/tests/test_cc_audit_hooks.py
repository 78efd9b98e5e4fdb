from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CcLedgerCase


@tagged("post_install", "-at_install")
class TestCcAuditHooks(CcLedgerCase):
    """What people do leaves a trace, in words an auditor reads."""

    def setUp(self):
        super().setUp()
        self.log = self.env["cc.audit.entry"]
        self.since = self.log.search([], limit=1).id

    def entries(self, action):
        self.env.flush_all()
        found = self.log.search([("id", ">", self.since), ("action", "=", action)])
        return found.sorted("id")

    def quarantined(self):
        event = self.record(b"odd")
        event.write({"state": "quarantined", "stage": "parse"})
        return event

    def test_a_changed_setting_names_the_field_and_codes(self):
        self.channel.write({"name": "Anna's box", "active": False, "kind": self.kind})
        row = self.entries("settings.changed")
        self.assertEqual(
            row.detail,
            {
                "operation": "write",
                "fields": ["active", "name"],
                "values": {"active": [True, False]},
            },
        )
        self.assertEqual((row.model, row.res_id), ("cc.channel", self.channel.id))
        self.assertEqual((row.direction_id, row.client_id), (self.direction, self.own))
        self.assertEqual(row.detail_text, "Changed: Active, Name")

    def test_what_stays_as_it_was_is_no_change(self):
        self.channel.write({"name": self.channel.name})
        self.assertFalse(self.entries("settings.changed"))

    def test_roles_and_reach_of_a_user(self):
        user = self.users["operator"]
        group = self.env.ref("cc_base.cc_base_group_senior")
        user.write({"group_ids": [(4, group.id)], "lang": "en_US"})
        row = self.entries("settings.changed")
        self.assertEqual(row.detail["fields"], ["group_ids"])
        old, new = row.detail["values"]["group_ids"]
        self.assertEqual(set(new) - set(old), {group.id})
        group.write({"user_ids": [(3, user.id)]})
        row = self.entries("settings.changed")[1:]
        self.assertEqual((row.model, row.res_id), ("res.groups", group.id))

    def test_a_users_preferences_are_his_own(self):
        self.users["operator"].write({"signature": "x"})
        self.assertFalse(self.entries("settings.changed"))

    def test_directions_and_clients_come_and_go(self):
        client = self.env["cc.client"].create({"name": "New", "code": "T-NEW"})
        direction = self.env["cc.direction"].create(
            {"name": "New", "code": "T-NEWD", "client_ids": client.ids}
        )
        number = direction.id
        direction.unlink()
        rows = self.entries("settings.changed").filtered(
            lambda row: row.model == "cc.direction"
        )
        self.assertEqual(
            [row.detail["operation"] for row in rows], ["create", "unlink"]
        )
        self.assertEqual(rows[1].res_id, number)
        self.assertFalse(rows[1].direction_id, "gone, and the log is readable")
        with self.assertRaises(UserError):
            rows[1].action_open_record()

    def test_a_channel_cannot_hide_where_its_name_is_refused(self):
        self.record(b"came")
        with self.assertRaises(UserError):
            self.channel.direction_id = self.other_direction
        self.assertFalse(self.entries("settings.changed"))

    def test_a_look_at_a_contact(self):
        phone = self.person.cc_identity_ids.filtered(lambda i: i.kind == "phone")
        self.as_role("operator", phone).action_reveal("calls back")
        row = self.entries("identity.revealed")
        self.assertEqual(row.user_id, self.users["operator"])
        self.assertEqual((row.subject_id, row.reason), (self.person, "calls back"))
        keys = self.env["cc.audit.subject.key"]
        self.assertEqual(keys._matches(self.person.id, "phone", phone.value), row.ids)

    def test_replay_and_dismissal(self):
        event, other = self.quarantined(), self.record(b"fine")
        self.as_role("supervisor", event + other).action_replay()
        row = self.entries("inbox.replayed")
        self.assertEqual((row.res_id, row.detail), (event.id, {"stage": "parse"}))
        self.assertEqual(row.detail_text, "Stage: Reading")
        event.write({"state": "quarantined"})
        self.as_role("supervisor", event).action_dismiss(" no work ")
        row = self.entries("inbox.dismissed")
        self.assertEqual((row.res_id, row.reason), (event.id, "no work"))
        self.assertEqual(row.client_id, self.own)

    def test_the_raw_source_is_told_once_per_request(self):
        event = self.record(b"raw words")
        mine = self.as_role("supervisor", event)
        size = mine.with_context(bin_size=True).read(["raw_file"])[0]["raw_file"]
        self.assertEqual(size, b"9.00 bytes")
        evading = mine.with_context(bin_size=False, bin_size_raw_file=False)
        self.assertEqual(evading.read(["raw_file"])[0]["raw_file"], 9)
        evading = mine.with_context(bin_size_raw_file=True)
        self.assertIn(evading.read(["raw_file"])[0]["raw_file"], (9, b"9.00 bytes"))
        self.assertFalse(self.entries("raw.downloaded"))
        mine.read(["raw_file"])
        mine.invalidate_recordset(["raw_file"])
        mine.read(["raw_file"])
        row = self.entries("raw.downloaded")
        self.assertEqual((row.res_id, row.user_id), (event.id, mine.env.user))

    def test_an_export_of_the_log_is_an_entry(self):
        self.channel.name = "Other"
        rows = self.entries("settings.changed").with_user(self.users["auditor"])
        # that he may not carry anything else away does not keep the log from him
        self.assertFalse(rows.env.user.has_group("base.group_allow_export"))
        data = rows.export_data(["action_text", "record_text"])["datas"]
        self.assertEqual(data, [["Changed settings", rows.record_text]])
        row = self.entries("audit.exported")
        self.assertEqual(row.user_id, self.users["auditor"])
        self.assertEqual(row.detail["count"], 1)
        with self.assertRaises(UserError):
            rows.export_data(["subject_id/name"])

    def test_who_does_not_read_the_log_writes_no_export_into_it(self):
        admin = self.users["admin"]
        admin.sudo().group_ids += self.env.ref("base.group_allow_export")
        for rows in (self.log, self.log.browse(self.since)):
            with self.assertRaises(AccessError):
                rows.with_user(admin).export_data(["id"])
        self.assertFalse(self.entries("audit.exported"))

    def test_the_screen_shows_words_and_the_seal(self):
        self.channel.name = "Other"
        row = self.entries("settings.changed").with_user(self.users["auditor"])
        self.assertEqual(row.action_text, "Changed settings")
        self.assertEqual(row.record_text, f"Channel No. {self.channel.id}")
        self.assertFalse(row.is_sealed)
        waiting = self.log.search([("is_sealed", "=", False), ("id", "=", row.id)])
        self.assertEqual(waiting, row)
        self.assertFalse(
            self.log.search([("is_sealed", "=", True), ("id", "=", row.id)])
        )
        self.assertEqual(row.action_open_record()["res_id"], self.channel.id)
        state = row.action_chain_state()
        self.assertIn("The chain was not checked yet", state["params"]["message"])

    def test_an_unknown_action_has_words_too(self):
        self.log._log([{"action": "x.y", "model": "no.such", "detail": {"a": 1}}])
        row = self.entries("x.y")
        self.assertEqual(row.action_text, "Another action")
        self.assertFalse(row.record_text)
        self.assertFalse(row.detail_text)
