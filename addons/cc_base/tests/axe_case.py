import importlib.util
from pathlib import Path

from odoo.tests import HttpCase

# what stops somebody: the milder findings are for whoever draws the screen
GRAVE = ("serious", "critical")
# Odoo's own frame is not ours to mend
OUTSIDE = (".o_main_navbar", ".o-mail-ChatHub", ".o-main-components-container")
RUN = """
axe.run(%(context)s, { resultTypes: ["violations"] }).then(({ violations, passes }) => {
    const grave = violations.filter(({ impact }) => %(grave)s.includes(impact));
    for (const { id, help, nodes } of grave) {
        for (const { target, failureSummary } of nodes.slice(0, 5)) {
            const where = [id, help, target.join(" "), failureSummary].join(" | ");
            console.error("[axe] " + where.replaceAll("\\n", " "));
        }
    }
    if (!grave.length) {
        console.log(passes.length ? "[axe] nothing grave" : "[axe] nothing was looked at");
    }
});
"""


class AxeCase(HttpCase):
    """Looks at a screen with axe-core, in Chromium."""

    def look(self, address, seen, login, *, before="", inside="body"):
        """Fail for each serious or critical finding, with its place.

        :param address: of the screen; `seen`: a selector of what must stand there
        :param before: JavaScript that brings the screen to where it is looked at
        :param inside: the selector of the part that is looked at
        """
        context = {"include": [[inside]], "exclude": [[each] for each in OUTSIDE]}
        code = RUN % {"context": context, "grave": list(GRAVE)}
        self.browser_js(
            address,
            f"(async () => {{ {axe_source()};\n{before};\n{code} }})()",
            ready=f"Boolean(document.querySelector({seen!r}))",
            login=login,
            timeout=120,
            success_signal="[axe] nothing grave",
            error_checker=lambda message: "[axe]" in message,
        )


def axe_source():
    """Return axe-core's own program."""
    # not imported: it would ask for a browser driver that we do without
    found = importlib.util.find_spec("axe_playwright_python")
    if not found:
        raise ModuleNotFoundError(
            "axe-core is missing: ./run test installs it "
            "(config/requirements-no-deps.txt)"
        )
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")
