"""A line of the page “Setup and health”: what a room has to say about itself."""

from odoo import fields, models
from odoo.exceptions import AccessError

LARGEST_ID = 2**31


class CcHealthContract(models.AbstractModel):
    """One subject of the page: a few lines about one thing.

    A plug-in is read each time the page is shown or refreshed (every half minute), in a
    savepoint of its own: a few cheap queries, no network, no commit. What it raises
    becomes a failing line; the others stay.
    """

    _name = "cc.health.contract"
    _inherit = "cc.extension"
    _description = "Health line contract"

    _cc_kind = "health"
    #: "setup": a step of the first run, where `todo` means "not yet";
    #: "health": how the running system is
    _cc_section = "health"
    #: what a copy of a database does not do, and so has nothing to say about
    _cc_rests_on_copy = False

    def _cc_title(self):
        """Return what the subject is called, in the user's language."""
        return self._cc_code

    def _cc_lines(self):
        """Return the lines, in order, as the user who looks may see them.

        Each is a dict: `key` (unique within the plug-in), `title`, `state` (`ok`,
        `warning`, `failing` or `todo`), `sentence` (one, without personal data),
        `action` (an action's dict, or False), `action_label`, `test` (a token for
        `_cc_test`, or False). Optional: `test_label` (else “Test”); `groups`, xmlids
        of who is offered action and test; `is_part`, True for a line that stands
        under the step before it and is no step of its own; `is_first`, True for a
        word about all others, which stands above the worst of them.
        """
        return []

    def _cc_test(self, token):
        """Try for real what the line with this `test` token is about.

        Called when somebody presses “Test”; the plug-in checks the right to the record
        its token names. May wait for the network, ten seconds at most; what takes
        longer is begun, and asked after each second for a minute at most.

        :param str token: of anybody's making: see `_named`
        :return: (is it well, one sentence for the screen), or (None, what happens now,
            the token to ask with again)
        """
        raise AccessError(self.env._("There is nothing of that name to test."))

    def _named(self, model, token):
        """Return the record whose id a test's token is; the caller checks its rights.

        :raise AccessError: it names none
        """
        is_id = token.isascii() and token.isdecimal() and int(token[:11]) < LARGEST_ID
        found = self.env[model].browse(int(token) if is_id else []).exists()
        if not found:
            raise AccessError(self.env._("There is nothing of that name to test."))
        return found

    def _line(self, key, title, state, sentence, **more):
        """Return one line with what was not said left empty."""
        blank = {"action": False, "action_label": False, "test": False}
        blank["is_part"] = False
        line = {"key": key, "title": title, "state": state, "sentence": sentence}
        return blank | line | more

    def _age(self, moment):
        """Return how long ago `moment` (naive UTC) was, in its largest unit."""
        minutes = int((fields.Datetime.now() - moment).total_seconds() // 60)
        if minutes < 1:
            return self.env._("less than a minute")
        if minutes < 60:
            return self.env._("%(count)s min", count=minutes)
        if minutes < 24 * 60:
            return self.env._("%(count)s h", count=minutes // 60)
        return self.env._("%(count)s d", count=minutes // (24 * 60))

    def _list(self, records, limit=3):
        """Return the first names of `records`, and how many more there are."""
        names = ", ".join(records[:limit].mapped("display_name"))
        rest = len(records) - limit
        if rest <= 0:
            return names
        return self.env._("%(names)s and %(count)s more", names=names, count=rest)

    def _only(self, model):
        """Return the one record of `model`, none where there are several."""
        found = self.env[model].search([], limit=2)
        return found if len(found) == 1 else found[:0]

    def _open(self, xmlid, **more):
        """Return the action `xmlid`, with `more` laid over it."""
        return self.env["ir.actions.actions"]._for_xml_id(xmlid) | more

    def _add(self, xmlid, name, **defaults):
        """Return the dialog in which the first record of the action `xmlid` is made."""
        return self._open(
            xmlid,
            name=name,
            path=False,
            target="new",
            views=[(False, "form")],
            context={f"default_{field}": value for field, value in defaults.items()},
        )

    def _open_form(self, record):
        """Return the action that opens one record."""
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
