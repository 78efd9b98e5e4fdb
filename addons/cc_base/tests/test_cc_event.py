from odoo.tests import tagged

from .common import CcCase


@tagged("post_install", "-at_install")
class TestCcEvent(CcCase):
    def test_an_undeclared_event_is_an_error_at_once(self):
        with self.assertRaises(LookupError):
            self.env["cc.event"]._emit("no.such.event", self.person)

    def test_each_declared_event_names_a_model_of_the_registry(self):
        for code, event in self.env["cc.extension"]._cc_all("event").items():
            self.assertIn(event._cc_model, self.env, code)

    def test_each_listener_wants_declared_events(self):
        extension = self.env["cc.extension"]
        declared = extension._cc_all("event")
        for code, listener in extension._cc_all("event_listener").items():
            self.assertLessEqual(set(listener._cc_events), set(declared), code)
