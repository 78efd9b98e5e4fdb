from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestColours(HttpCase):
    """The page asks for the colours its user chose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env,
            login="colours_operator",
            groups="cc_base.cc_base_group_operator",
        )

    def open_page(self, choice):
        self.user.with_user(self.user).cc_color_scheme = choice
        self.authenticate("colours_operator", "colours_operator")
        return html.fromstring(self.url_open("/odoo").text)

    def sheets(self, page):
        """Return (media, is dark) of each style sheet of the screen."""
        return [
            (link.get("media"), "web.assets_web_dark." in link.get("href"))
            for link in page.xpath("//link[@rel='stylesheet']")
            if link.get("media") != "print"
        ]

    def test_light_is_what_everybody_begins_with(self):
        self.assertEqual(self.user.cc_color_scheme, "light")
        page = self.open_page("light")
        self.assertEqual(self.sheets(page), [("screen", False)])

    def test_dark_bundle(self):
        page = self.open_page("dark")
        self.assertEqual(self.sheets(page), [("screen", True)])
        self.assertEqual(page.xpath("//meta[@name='color-scheme']/@content"), ["dark"])

    def test_system_decides_in_the_browser(self):
        page = self.open_page("system")
        self.assertEqual(
            self.sheets(page),
            [
                ("screen and (prefers-color-scheme: light)", False),
                ("screen and (prefers-color-scheme: dark)", True),
            ],
        )

    def test_cookie_is_told_before_the_programs_run(self):
        page = self.open_page("dark")
        script, first, *_ = page.xpath("//script[@data-colours or @src]")
        self.assertEqual(script.get("data-colours"), "dark")
        self.assertTrue(first.get("src"))

    def test_dark_page_is_painted_dark(self):
        self.user.cc_color_scheme = "dark"
        self.browser_js(
            "/odoo",
            """
            const [red] = getComputedStyle(document.body)
                .backgroundColor.match(/\\d+/g).map(Number);
            const isTold = document.cookie.includes("color_scheme=dark");
            console.log(red < 64 && isTold ? "test successful" : "not dark");
            """,
            ready="Boolean(document.querySelector('.o_main_navbar'))",
            login="colours_operator",
        )

    def test_choice_is_each_user_s_own(self):
        other = new_test_user(self.env, login="colours_other")
        with self.assertRaises(AccessError):
            other.with_user(self.user).cc_color_scheme = "dark"
