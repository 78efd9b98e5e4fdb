from imapclient.exceptions import IMAPClientError, LoginError

from odoo.tests import BaseCase, tagged

from odoo.addons.cc_appeals.imap_fault import explain, said


@tagged("post_install", "-at_install")
class TestImapFault(BaseCase):
    def test_words_are_plain_text_not_bytes(self):
        for raw, plain in (
            ("b'[AUTHENTICATIONFAILED] No.'", "[AUTHENTICATIONFAILED] No."),
            ('select failed: b"It\'s closed"', "It's closed"),
            ("LOGIN command error: BAD [b'Too long', b'line']", "Too long, line"),
            ("b'\\xc3\\xa9t\\xc3\\xa9'", "été"),
            ("command: SELECT => b'\\xff broken'", "\ufffd broken"),
            ("a plain [word]", "a plain [word]"),
        ):
            with self.subTest(raw=raw):
                self.assertEqual(said(IMAPClientError(raw)), plain)

    def test_a_command_not_understood_is_no_refused_password(self):
        bad = explain(LoginError("LOGIN command error: BAD [b'Error in command']"))
        self.assertEqual((bad.code, bad.detail), ("server", "Error in command"))
        no = explain(LoginError("b'[AUTHENTICATIONFAILED] No.'"))
        self.assertEqual((no.code, no.detail), ("login", "[AUTHENTICATIONFAILED] No."))
