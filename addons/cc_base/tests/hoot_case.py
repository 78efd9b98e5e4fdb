from odoo.tests import HttpCase


def job_id(name):
    """Return the id hoot gives the suite `name`: a filter by name is fuzzy."""
    number = 0
    for letter in name:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"


class HootCase(HttpCase):
    """Runs a room's component tests in Chromium."""

    def run_hoot(self, addon):
        suite = job_id(f"@{addon}")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
