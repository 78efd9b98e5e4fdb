from odoo.tests import HttpCase, new_test_user, tagged

from .common import make_letter
from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestToursWorkList(OutgoingCase, HttpCase):
    """The work list of the Journal in a browser; what it left in the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(
            cls.env,
            login="tour_operator",
            groups="cc_base.cc_base_group_operator",
            cc_direction_ids=[(6, 0, cls.direction.ids)],
        )

    def appeal_of(self, name):
        letter = make_letter(name.replace(" ", "-"), subject=name)
        return self.receive(letter).interaction_id.appeal_ids

    def test_operator_walks_work_list(self):
        mine = self.appeal_of("Tour door") | self.appeal_of("Tour roof")
        mine.owner_id = self.operator
        free = self.appeal_of("Tour lamp")
        self.assertFalse(free.owner_id)
        self.start_tour(
            "/odoo/journal", "operator_walks_work_list", login="tour_operator"
        )
        self.env.invalidate_all()
        self.assertEqual(free.owner_id, self.operator)
        self.assertEqual(mine.owner_id, self.operator)
