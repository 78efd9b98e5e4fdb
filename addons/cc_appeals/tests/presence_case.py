"""Operators at the desk, and what of theirs goes out over the bus."""

import json
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import new_test_user

from odoo.addons.cc_base.tests.common import CcCase

from ..models.presence import cc_presence_told

NOON = datetime(2026, 3, 16, 12)


class PresenceCase(CcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.users["operator"]
        cls.reasons = cls.env["cc.presence.reason"].create(
            [
                {"name": "Rest", "state": "break", "minutes": 10},
                {
                    "name": "Errand",
                    "state": "break",
                    "minutes": 30,
                    "needs_permission": True,
                },
            ]
        )
        cls.rest, cls.errand = cls.reasons

    def setUp(self):
        super().setUp()
        # what supervisors were told last belongs to another test
        cc_presence_told._told.clear()
        self.clock = freeze_time(NOON)
        self.frozen = self.clock.start()
        self.addCleanup(self.clock.stop)

    def wait(self, **span):
        self.frozen.tick(timedelta(**span))

    @property
    def desk(self):
        """The model as the operator has it."""
        return self.env["cc.presence"].with_user(self.operator)

    def now_of(self, user):
        return self.env["cc.presence.interval"].search(
            [("user_id", "=", user.id), ("to_at", "=", False)]
        )

    @property
    def state(self):
        return self.now_of(self.operator).state

    def set(self, state, reason=None):
        return self.desk.presence_set(state, reason.id if reason else False)

    def beat(self):
        self.desk._beat("t1")

    def sweep(self):
        return self.env["cc.presence.beat"]._sweep()

    def sent(self, kind):
        """Return the payloads of a kind that go out with this commit."""
        self.env.cr.precommit.run()
        messages = [json.loads(each.message) for each in self.env["bus.bus"].search([])]
        return [each["payload"] for each in messages if each["type"] == kind]

    def more_operators(self, count):
        return self.env["res.users"].union(
            *(
                new_test_user(
                    self.env,
                    login=f"t_more_{at}",
                    groups="cc_base.cc_base_group_operator",
                    cc_direction_ids=[(6, 0, self.direction.ids)],
                )
                for at in range(count)
            )
        )
