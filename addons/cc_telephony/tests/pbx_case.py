"""A PBX with lines, queues and phones, and what its connector posts."""

import json

from odoo.tests import HttpCase, TransactionCase

from odoo.addons.cc_base.tests.common import CcCastMixin

LINE, PHONE = "+74950000101", "+79160000067"
HEADERS = {"Content-Type": "application/json", "X-CC-Protocol": "1"}


class PbxMixin(CcCastMixin):
    """`pbx` with its `token`; phone 101 is the operator's, 102 nobody's."""

    @classmethod
    def make_pbx(cls):
        cls.make_cast()
        env = cls.env
        cls.channel = env["cc.channel"].create(
            {"name": "Line", "kind": "phone", "direction_id": cls.direction.id}
        )
        cls.pbx = env["cc.pbx"].create(
            {"name": "PBX", "code": "t-main", "direction_id": cls.direction.id}
        )
        cls.token = cls.pbx.action_new_token()
        env["cc.pbx.trunk"].create({"pbx_id": cls.pbx.id, "peer": "trunk"})
        cls.line = env["cc.pbx.line"].create(
            {"pbx_id": cls.pbx.id, "number": LINE, "channel_id": cls.channel.id}
        )
        cls.phone, cls.spare = env["cc.pbx.extension"].create(
            [
                {
                    "pbx_id": cls.pbx.id,
                    "number": "101",
                    "user_id": cls.users["operator"].id,
                },
                {"pbx_id": cls.pbx.id, "number": "102"},
            ]
        )

    @property
    def live(self):
        return self.env["cc.pbx.live"]

    def change(self, kind, linkedid="t-1.1", **more):
        return {
            "type": kind,
            "linkedid": linkedid,
            "direction": "in",
            "caller": PHONE,
            "did": LINE,
            "at": 1_795_000_000,
        } | more

    def show(self, *changes, **body):
        """Post as the connector does."""
        self.live._show(self.pbx, {"changes": list(changes)} | body)

    def sent(self, kind):
        """Return the payloads of a kind that go out over the bus with this commit."""
        self.env.cr.precommit.run()
        found = self.env["bus.bus"].search([])
        messages = [json.loads(each.message) for each in found]
        return [each["payload"] for each in messages if each["type"] == kind]


class PbxCase(PbxMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_pbx()


class PbxHttpCase(PbxMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_pbx()

    def post(self, path, body, **headers):
        """Return the answer; a header that is None is left out."""
        headers = (
            HEADERS
            | {"Authorization": f"Bearer {self.token}", "X-CC-PBX": self.pbx.code}
            | {name.replace("_", "-"): value for name, value in headers.items()}
        )
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.url_open(
            f"/cc/pbx/v1/{path}",
            data=data,
            headers={name: text for name, text in headers.items() if text is not None},
        )
