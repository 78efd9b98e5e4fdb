import base64

from odoo.tests import tagged

from ..models import cc_job_sweep
from .common import CcAppealsCase
from .test_cc_appeal_import import GOOD, HEAD


@tagged("post_install", "-at_install")
class TestCcAppealImportSweep(CcAppealsCase):
    def setUp(self):
        super().setUp()
        self.asker = self.users["supervisor"]
        data = "\n".join([HEAD, GOOD]).encode()
        self.record = self.as_role("supervisor", self.env["cc.appeal.import"]).create(
            {
                "file": base64.b64encode(data),
                "file_name": "old.csv",
                "direction_id": self.direction.id,
            }
        )
        self.record.action_read()
        self.record.action_check()
        # as a scheduled job: nobody's language
        self.sweep = self.env(context={})["cc.appeal.import"]._cron_sweep

    def jobs(self):
        self.env.flush_all()
        key = f"cc_appeal_import_{self.record.id}_{self.record.state}"
        return self.env["queue.job"].search([("identity_key", "=", key)])

    def work(self):
        """Do what waits in the queue, as its user and in the context it keeps."""
        job = self.jobs().filtered(lambda each: each.state == "pending")
        record = job.records.with_user(job.user_id)
        record._job_work()
        job.state = "done"
        self.env.invalidate_all()

    def test_an_import_whose_job_is_gone_goes_on_by_itself(self):
        (job,) = self.jobs()
        for state in ("pending", "started"):
            job.state = state
            self.sweep()
            self.assertEqual(self.jobs(), job, "somebody works on it")
        job.unlink()
        self.sweep()
        (again,) = self.jobs()
        self.assertEqual((again.state, again.user_id), ("pending", self.asker))
        # labels in the file are read in the language of who asked
        theirs = self.env["res.users"].with_user(self.asker).context_get()
        self.assertTrue(theirs["lang"])
        self.assertEqual(again.records.env.context.get("lang"), theirs["lang"])
        self.sweep()
        self.assertEqual(self.jobs(), again)
        self.work()
        self.assertEqual((self.record.state, self.record.bad_count), ("checked", 0))
        self.sweep()
        self.assertFalse(self.jobs(), "nothing is at work")

    def fail_always(self):
        """Let every job fail until nobody tries again."""
        state = self.record.state
        for _fault in range(cc_job_sweep.TRIES):
            self.assertEqual(self.record.state, state)
            self.jobs().state = "failed"
            self.sweep()
        self.env.invalidate_all()

    def test_one_that_fails_again_and_again_says_so_and_can_go_on(self):
        self.fail_always()
        self.assertEqual((self.record.state, self.record.has_failed), ("ready", True))
        self.record.action_check()
        self.assertFalse(self.record.has_failed)
        self.sweep()
        self.assertEqual(self.record.state, "checking", "its job waits for its turn")
        self.work()
        self.record.action_run()
        self.fail_always()
        self.assertEqual((self.record.state, self.record.has_failed), ("stopped", True))
        self.record.action_resume()
        self.assertFalse(self.record.has_failed)
        self.work()
        self.assertEqual((self.record.state, self.record.created_count), ("done", 1))
        self.record.action_undo()
        self.fail_always()
        self.assertEqual(self.record.state, "stopped")
        self.record.action_undo()
        self.work()
        self.assertEqual((self.record.state, self.record.created_count), ("undone", 0))
