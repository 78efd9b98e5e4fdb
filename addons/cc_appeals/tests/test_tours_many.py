from odoo.tests import HttpCase, new_test_user, tagged

from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestToursMany(OutgoingCase, HttpCase):
    """What a supervisor does with many appeals at once, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction.name = "Tour line"
        cls.supervisor, cls.colleague = (
            new_test_user(
                cls.env,
                login=login,
                name=login,
                groups=f"cc_base.cc_base_group_{role}",
                cc_direction_ids=[(6, 0, cls.direction.ids)],
            )
            for login, role in (
                ("tour_supervisor", "supervisor"),
                ("tour_colleague", "operator"),
            )
        )

    def at(self, path, tour):
        self.start_tour(f"/odoo/{path}", tour, login="tour_supervisor")
        self.env.invalidate_all()

    def test_supervisor_answers_a_mass_incident(self):
        first, second, other = (
            self.make_appeal(name=name, channel_id=self.channel.id)
            for name in ("No tourwater", "Again no tourwater", "Cold flat")
        )
        self.at("mass-incidents", "supervisor_starts_incident")
        incident = self.env["cc.incident"].search([("name", "=", "Tour main burst")])
        self.assertEqual(incident.client_id, self.own)
        self.assertEqual(incident.appeal_ids, first + second)
        self.at(f"appeals/{other.id}", "supervisor_joins_by_hand")
        appeals = first + second + other
        self.assertEqual(incident.appeal_ids, appeals)
        self.at(f"mass-incidents/{incident.id}", "supervisor_answers_incident")
        rows = self.outbox.search([("appeal_id", "in", appeals.ids)])
        self.assertEqual(rows.appeal_id, appeals)
        self.assertEqual(len(rows), 3)
        self.assertEqual(set(rows.mapped("state")), {"waiting"})
        self.assertEqual(rows.identity_id, self.identity)
        for row in rows:
            number = row.appeal_id.number
            self.assertEqual(row.body, f"Anna Smirnova, the main is mended. {number}")
        self.assertEqual(set(appeals.mapped("state")), {"closed"})
        self.assertEqual(set(appeals.mapped("closing_method")), {"answered"})
        for appeal in appeals:
            self.assertEqual(appeal.interval_ids[:1].transition, "close")
            self.assertEqual(appeal.interval_ids[:1].user_id, self.supervisor)

    def test_supervisor_reassigns_many_and_undoes(self):
        appeals = self.env["cc.appeal"].concat(
            *(self.make_appeal(owner_id=self.users["operator"].id) for _i in range(3))
        )
        self.at("appeals", "supervisor_reassigns_many")
        run = self.env["cc.bulk.run"].search([("create_uid", "=", self.supervisor.id)])
        self.assertEqual((run.kind, run.state), ("assign", "undone"))
        self.assertEqual(run.line_ids.appeal_id, appeals)
        self.assertEqual(appeals.owner_id, self.users["operator"])
        for appeal in appeals:
            steps = appeal.interval_ids.sorted("id")
            self.assertEqual(steps.mapped("transition"), ["register", "assign", "undo"])
            self.assertEqual(
                steps.mapped("owner_id"), self.users["operator"] + self.colleague
            )
