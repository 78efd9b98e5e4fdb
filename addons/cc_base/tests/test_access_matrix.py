from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import tagged

from .access_matrix_case import OPERATIONS, AccessMatrixCase


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrixCase):
    matrix = Path(__file__).with_name("access_matrix.csv")

    @classmethod
    def make_samples(cls):
        env = cls.env
        sides = {
            "own": (cls.own, cls.direction, cls.person),
            "other": (cls.other, cls.other_direction, cls.stranger),
        }
        samples = {}
        for side, (client, direction, person) in sides.items():
            identity = person.cc_identity_ids[:1]
            made = {
                "cc.client": client,
                "cc.direction": direction,
                "cc.product": env["cc.product"].create(
                    {"name": "Product", "client_id": client.id}
                ),
                "cc.channel": env["cc.channel"].create(
                    {
                        "name": "Box",
                        "kind": next(iter(env["cc.channel"]._selection_kind()))[0],
                        "direction_id": direction.id,
                    }
                ),
                "cc.identity": identity,
                "cc.identity.reveal": env["cc.identity.reveal"]._record(
                    identity, "test"
                ),
                "cc.consent": env["cc.consent"].create(
                    {"partner_id": person.id, "text_version": "1"}
                ),
                "cc.stop.entry": env["cc.stop.entry"].create(
                    {
                        "kind": "phone",
                        "value": "+79161112233",
                        "client_id": client.id,
                        "reason": "asked",
                    }
                ),
                "cc.calendar.day": env["cc.calendar.day"].create(
                    {
                        "day": "2035-01-01" if side == "own" else "2035-01-02",
                        "name": "Day",
                    }
                ),
                "res.partner": person,
            }
            for model, record in made.items():
                samples.setdefault(model, {})[side] = record
        sheet = {"name": "New", "login": "t_new", "password": "Test-2026"}
        sheet["direction_ids"] = cls.direction.ids
        samples["cc.user.new"] = {"own": env["cc.user.new"].create(sheet)}
        return samples

    def test_orm(self):
        self.assertGreaterEqual(self.check_orm(), 300)

    def test_rpc(self):
        self.check_rpc()

    def test_each_model_of_each_room_has_rows(self):
        missing = []
        for name, model in self.env.registry.items():
            if not name.startswith("cc.") or model._abstract:
                continue
            room = get_module_path(model._original_module)
            rows = self.models_in(Path(room) / "tests" / "access_matrix.csv")
            if name not in rows:
                missing.append(f"{name} ({model._original_module})")
        self.assertFalse(missing, "models without rows in their room's matrix")

    def test_each_model_has_cells_of_somebody_elses_too(self):
        """Whose records have a client or a direction is asked about another's."""
        missing = []
        for name, model in self.env.registry.items():
            if not name.startswith("cc.") or model._abstract:
                continue
            path = Path(get_module_path(model._original_module)) / "tests"
            cells = self.cells_in(path / "access_matrix.csv", name)
            owners = {"own"}
            if {"client_id", "direction_id"} & model._fields.keys():
                owners |= set() if model._transient else {"other"}
            asked = {owner for owner, _operation in cells} | owners
            wanted = {(owner, each) for owner in asked for each in OPERATIONS}
            missing += [f"{name} {cell}" for cell in sorted(wanted - cells)]
        self.assertFalse(missing, "cells nobody asks about")
