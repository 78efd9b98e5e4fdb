from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.cc_base.tests.common import new_test_user

from .reply_case import ReplyCase


@tagged("post_install", "-at_install")
class TestCcReplyDraft(ReplyCase):
    """What is typed is kept, whoever types where."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            login="t_colleague",
            groups="cc_base.cc_base_group_operator",
            cc_direction_ids=[(6, 0, cls.direction.ids)],
        )

    def draft(self, appeal=None):
        return (appeal or self.desk).reply_start()["draft"]

    def test_what_was_typed_comes_back(self):
        self.assertFalse(self.draft())
        saved = self.desk.reply_save(self.vals(body="It is ba"))
        self.assertEqual(saved["version"], 1)
        saved = self.desk.reply_save(self.vals(version=1))
        self.assertEqual(saved["version"], 2)
        draft = self.draft()
        self.assertEqual(draft["id"], saved["id"])
        for name, value in self.vals(version=2).items():
            self.assertEqual(draft[name], value)
        self.assertEqual(draft["saved_at"], saved["saved_at"])

    def test_a_second_tab_overwrites_nothing(self):
        self.desk.reply_save(self.vals(body="First tab"))
        answer = self.desk.reply_save(self.vals(body="Second tab"))
        self.assertEqual(
            (answer["conflict"]["body"], answer["conflict"]["version"]),
            ("First tab", 1),
        )
        self.assertEqual(self.draft()["body"], "First tab")
        self.desk.reply_save(self.vals(body="Second tab", version=1))
        self.assertEqual(self.draft()["body"], "Second tab")

    def test_a_tab_left_open_after_sending_is_told(self):
        self.desk.reply_save(self.vals())
        self.desk.reply_send(self.vals(version=1), "t")
        conflict = self.desk.reply_save(self.vals(body="More", version=1))["conflict"]
        self.assertEqual((conflict["body"], conflict["version"]), ("", 0))
        with self.assertRaises(UserError):
            self.desk.reply_send(self.vals(version=1), "u")
        self.assertEqual(len(self.sent()), 1)

    def test_two_users_have_a_draft_each(self):
        self.desk.reply_save(self.vals(body="Mine"))
        theirs = self.appeal.with_user(self.colleague)
        self.assertFalse(self.draft(theirs))
        theirs.reply_save(self.vals(body="Theirs"))
        self.assertEqual(self.draft()["body"], "Mine")
        self.assertEqual(self.draft(theirs)["body"], "Theirs")

    def test_a_colleague_reads_and_changes_nothing_of_it(self):
        saved = self.desk.reply_save(self.vals(body="Mine"))
        draft = self.env["cc.reply.draft"].browse(saved["id"])
        file = self.file(draft.with_user(self.users["operator"]))
        for user, reads in (
            (self.colleague, False),
            (self.users["executor"], False),
            (self.users["auditor"], False),
            (self.users["senior"], True),
            (self.users["supervisor"], True),
        ):
            self.env.invalidate_all()
            self.assertEqual(draft.with_user(user).has_access("read"), reads)
            self.assertEqual(file.with_user(user).has_access("read"), reads)
            self.assertFalse(draft.with_user(user).has_access("write"))
            self.assertFalse(draft.with_user(user).has_access("unlink"))
        with self.assertRaises(AccessError):
            self.file(draft.with_user(self.colleague))
        with self.assertRaises(AccessError):
            draft.with_user(self.colleague).create(
                {"appeal_id": self.appeal.id, "user_id": self.users["senior"].id}
            )

    def test_a_discarded_draft_is_gone_with_its_files(self):
        saved = self.desk.reply_save(self.vals())
        draft = self.env["cc.reply.draft"].browse(saved["id"])
        file = self.file(draft.with_user(self.users["operator"]))
        with self.assertRaises(UserError):
            self.desk.reply_discard(0)
        self.desk.reply_discard(1)
        self.assertFalse(self.draft())
        self.assertFalse(draft.exists() or file.exists())

    def test_ids_that_do_not_fit_are_left_out_and_words_kept(self):
        far = self.make_mailbox("Far", self.other_direction)
        stranger = self.stranger.cc_identity_ids[-1:]
        for channel, recipient in (
            (far.id, stranger.id),
            (-1, 2**40),
            ("x", [1]),
            (10**6, 10**6),
        ):
            version = (self.draft() or {}).get("version") or 0
            self.desk.reply_save(
                self.vals(
                    channel_id=channel,
                    recipient_id=recipient,
                    body="a\0b",
                    version=version,
                )
            )
            draft = self.draft()
            self.assertFalse(draft["channel_id"] or draft["recipient_id"])
            self.assertEqual(draft["body"], "a\ufffdb")

    def test_a_file_too_large_is_refused_and_the_words_stay(self):
        self.env["ir.config_parameter"].sudo().set_param("cc_appeals.reply_limit_mb", 1)
        saved = self.desk.reply_save(self.vals())
        draft = self.env["cc.reply.draft"].browse(saved["id"])
        mine = draft.with_user(self.users["operator"])
        half = b"x" * 600_000
        self.file(mine, raw=half)
        with self.assertRaisesRegex(UserError, "1 MB"):
            self.file(mine, raw=half)
        with self.assertRaisesRegex(UserError, "1 MB"):
            self.env(user=self.users["operator"])["ir.attachment"].create(
                {
                    "name": "b",
                    "datas": "eHh4" * 250_000,
                    "res_model": mine._name,
                    "res_id": mine.id,
                }
            )
        start = self.desk.reply_start()
        self.assertEqual(start["limit_bytes"], 1024 * 1024)
        self.assertEqual(start["draft"]["body"], "It is back.")
        self.assertEqual(len(start["draft"]["attachments"]), 1)
        self.assertEqual(start["draft"]["attachments"][0]["size"], len(half))

    # a senior, a department
    def test_a_senior_takes_a_draft_over(self):
        self.desk.reply_save(self.vals(body="Mine"))
        senior = self.appeal.with_user(self.users["senior"])
        (offer,) = senior.reply_start()["drafts"]
        self.assertEqual(offer["user_id"], self.users["operator"].id)
        start = senior.reply_take_over(offer["user_id"])
        self.assertEqual(start["draft"]["body"], "Mine")
        conflict = self.desk.reply_save(self.vals(body="Mine too", version=1))[
            "conflict"
        ]
        self.assertEqual(conflict["name"], self.users["senior"].name)
        self.assertEqual((conflict["body"], conflict["version"]), ("Mine", 0))
        self.desk.reply_save(self.vals(body="Mine too", version=0))
        with self.assertRaisesRegex(UserError, "of your own"):
            senior.reply_take_over(self.users["operator"].id)

    def test_an_operator_takes_over_what_a_department_wrote(self):
        self.desk.action_hand_over(self.department.id)
        executor = self.as_role("executor", self.appeal)
        executor.reply_save(self.vals(body="The pipe is mended"))
        self.assertFalse(executor.reply_start()["may_send"])
        with self.assertRaises(UserError):
            executor.reply_send(self.vals(version=1), "t")
        colleague = self.appeal.with_user(self.colleague)
        colleague.reply_save(self.vals(body="A colleague's"))
        (offer,) = self.desk.reply_start()["drafts"]
        self.assertEqual(offer["user_id"], self.users["executor"].id)
        with self.assertRaises(UserError):
            self.desk.reply_take_over(self.colleague.id)
        start = self.desk.reply_take_over(offer["user_id"])
        self.assertEqual(start["draft"]["body"], "The pipe is mended")
        self.assertTrue(start["may_send"])

    def test_who_only_reads_is_offered_nothing(self):
        for role in ("auditor", "data_officer"):
            start = self.as_role(role, self.appeal).reply_start()
            self.assertFalse(start["channels"] or start["draft"] or start["may_send"])
            with self.assertRaises(AccessError):
                self.as_role(role, self.appeal).reply_save(self.vals())
        for role in ("employee", "admin"):
            with self.assertRaises(AccessError):
                self.as_role(role, self.appeal).reply_start()
        with self.assertRaises(MissingError):
            self.as_role("executor", self.appeal).reply_start()

    # who is writing
    def test_who_writes_is_shown_for_a_minute(self):
        theirs = self.appeal.with_user(self.colleague)
        with freeze_time("2026-03-02 10:00:00"):
            self.assertFalse(self.desk.reply_writing(True))
            (writer,) = theirs.reply_writing(True)
            self.assertEqual(
                writer,
                {
                    "user_id": self.users["operator"].id,
                    "name": self.users["operator"].name,
                    "since": "2026-03-02 10:00:00",
                },
            )
        with freeze_time("2026-03-02 10:00:50"):
            self.desk.reply_writing(True)
        with freeze_time("2026-03-02 10:01:40"):
            (writer,) = theirs.reply_start()["writing"]
            self.assertEqual(writer["since"], "2026-03-02 10:00:00")
            self.desk.reply_writing(False)
            self.assertFalse(theirs.reply_start()["writing"])
            self.assertFalse(self.desk.reply_start()["writing"])

    def test_a_sign_of_writing_is_no_draft(self):
        self.desk.reply_writing(True)
        self.assertFalse(self.draft())
        self.assertEqual(self.desk.reply_save(self.vals())["version"], 1)
        self.desk.reply_writing(False)
        self.assertEqual(self.draft()["version"], 1)

    def test_a_sign_nobody_took_back_is_swept(self):
        self.desk.reply_writing(True)
        drafts = self.env["cc.reply.draft"]
        drafts._gc_wordless()
        self.assertTrue(drafts._own(self.appeal, user=self.users["operator"]))
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            drafts._gc_wordless()
        self.assertFalse(drafts._own(self.appeal, user=self.users["operator"]))
