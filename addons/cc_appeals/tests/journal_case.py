"""What the tests of the Journal share: appeals of an operator, and what is asked."""

from unittest.mock import patch

from odoo.addons.bus.models.bus import channel_with_db
from odoo.addons.cc_base.tests.common import PASSWORD, new_test_user

from .common import CcAppealsCase


class JournalCase(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.users["operator"]
        cls.colleague = cls.make_colleague("t_colleague", cls.direction)
        cls.stranger_user = cls.make_colleague("t_far", cls.other_direction)

    @classmethod
    def make_colleague(cls, login, direction, group="operator"):
        return new_test_user(
            cls.env,
            login=login,
            password=PASSWORD,
            groups=f"cc_base.cc_base_group_{group}",
            cc_direction_ids=[(6, 0, direction.ids)],
        )

    @classmethod
    def make_contact(cls, **vals):
        return cls.env["cc.interaction"].create(
            {
                "channel_id": cls.channel.id,
                "client_id": cls.own.id,
                "partner_id": cls.person.id,
                "subject": "No water",
            }
            | vals
        )

    def journal(self, role="operator"):
        """Return the Journal as the user of `role` asks it, caches empty."""
        user = self.users.get(role) if isinstance(role, str) else role
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["cc.journal"].with_user(user)

    def keys(self, tab, role="operator"):
        return [row["key"] for row in self.journal(role).journal_rows(tab)["rows"]]

    def told(self):
        """Let what was noted be told; return [(channel, kind, payload)]."""
        sent = []

        def _sendone(model, target, kind, payload):
            sent.append((channel_with_db("", target)[1:], kind, payload))

        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.cr.execute(
            "UPDATE cc_journal_change SET noted_at = '2000-01-01' WHERE model = 'clock'"
        )
        self.env.invalidate_all()
        with patch.object(self.registry["bus.bus"], "_sendone", _sendone):
            self.env["cc.journal.teller"].sudo()._tell()
        return sent

    def rows_told(self, to, sent=None):
        """Return {tab: payload} of what a user, or a (direction, client), was told."""
        if isinstance(to, tuple):
            to = (to[0], f"journal_{to[1].id}")
        else:
            to = to.partner_id
        channel = channel_with_db("", to)[1:]
        sent = self.told() if sent is None else sent
        return {
            payload["tab"]: payload
            for target, kind, payload in sent
            if kind == "cc_journal/rows" and target == channel
        }
