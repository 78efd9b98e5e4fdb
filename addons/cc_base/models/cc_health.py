import logging

from odoo import api, models
from odoo.exceptions import AccessError

_logger = logging.getLogger(__name__)

# what Odoo leaves in a database it has neutralised
NEUTRALISED = "database.is_neutralized"
READERS = "cc_base.cc_base_group_supervisor,cc_base.cc_base_group_admin"


class CcHealth(models.AbstractModel):
    """The page “Setup and health”: all plug-ins' lines, whatever befalls one."""

    _name = "cc.health"
    _description = "Setup and health"

    @api.model
    def get_page(self):
        """Return {section: [line]} for the page; administrators and supervisors."""
        self._check_reader()
        page = {"setup": [], "health": []}
        for line in self._lines():
            page[line["section"]].append(line)
        return page

    @api.model
    def action_test(self, code, token):
        """Run the test of one line; return {"state", "sentence"} to show in its place.

        Of a test that goes on there is `next` as well: the token to ask with again.
        What the plug-in may do is decided with the caller's own rights.
        """
        self._check_reader()
        plugs = self.env["cc.extension"]._cc_all("health")
        plug = plugs.get(code) if isinstance(code, str) else None
        if plug is None or not isinstance(token, str):
            raise AccessError(self.env._("There is nothing of that name to test."))
        is_well, sentence, *following = plug._cc_test(token)
        if is_well is None:
            return {"state": "running", "sentence": sentence, "next": following[0]}
        return {"state": "ok" if is_well else "failing", "sentence": sentence}

    @api.model
    def _lines(self, section=None):
        """Return the lines of all plug-ins in order; never fails as a whole."""
        plugs = self.env["cc.extension"]._cc_all("health")
        is_copy = self._is_copy()
        return [
            line
            for code, plug in plugs.items()
            if section in (None, plug._cc_section)
            and not (is_copy and plug._cc_rests_on_copy)
            for line in self._lines_of(code, plug)
        ]

    @api.model
    def _is_copy(self):
        """Tell whether this database was restored as one that only shows."""
        # sudo: a word that says so, no data of a person
        return bool(self.env["ir.config_parameter"].sudo().get_param(NEUTRALISED))

    @api.model
    def _lines_of(self, code, plug):
        try:
            # a failed query must not take the other lines' transaction along
            with self.env.cr.savepoint():
                lines = [self._finished(line) for line in plug._cc_lines()]
        except Exception as fault:  # whatever it is: the page is for the day it fails
            # the message of a fault may quote a record: only its kind is logged
            _logger.error("health lines %s: %s", code, type(fault).__name__)
            self.env.invalidate_all(flush=False)
            lines = [self._broken(code, plug)]
        return [
            {"is_part": False, "is_first": False}
            | line
            | {"id": f"{code}/{line['key']}", "code": code, "section": plug._cc_section}
            for line in lines
        ]

    @api.model
    def _finished(self, line):
        """Leave out what the user who looks is not offered."""
        groups = line.pop("groups", None)
        if groups and not (self.env.su or self.env.user.has_groups(groups)):
            line = line | {"action": False, "action_label": False, "test": False}
        return line

    @api.model
    def _broken(self, code, plug):
        return {
            "key": "broken",
            "title": self._title_of(code, plug),
            "state": "failing",
            "sentence": self.env._(
                "How this stands could not be found out; the server's log says why."
            ),
            "action": False,
            "action_label": False,
            "test": False,
        }

    @api.model
    def _title_of(self, code, plug):
        try:
            return plug._cc_title()
        except Exception:  # the title may be what is broken
            return code

    @api.model
    def _has_todo(self):
        """Tell whether a step of the first run is left."""
        return any(
            line["state"] == "todo" and not line["is_part"]
            for line in self._lines("setup")
        )

    def _check_reader(self):
        if not self.env.user.has_groups(READERS):
            raise AccessError(
                self.env._("Only an administrator or a supervisor looks at this page.")
            )
