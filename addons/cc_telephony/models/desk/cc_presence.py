from odoo import api, models


class CcPresence(models.AbstractModel):
    """Why calls may not come to a desk, in a sentence."""

    _inherit = "cc.presence"

    @api.model
    def _notes(self):
        notes = super()._notes()
        # sudo: the reader's own phone, and whether there is any PBX
        phones = self.env["cc.pbx.extension"].sudo()
        own = phones.search([("user_id", "=", self.env.uid)])
        if not own:
            if phones.search_count([], limit=1):
                notes.append(self.env._("No phone is yours: calls do not come here."))
            return notes
        for phone in own:
            words = {"number": phone.number}
            if not phone.pbx_id._is_heard():
                notes.append(
                    self.env._("The PBX is silent: calls may ring without a word here.")
                )
            elif not phone.is_registered:
                notes.append(
                    self.env._(
                        "Phone %(number)s is not registered: no call reaches it.",
                        **words,
                    )
                )
        return notes

    @api.model
    def _tell_notes(self, users):
        """Tell users' screens the notes of their desks anew."""
        for user in users:
            own = self.with_user(user).with_context(lang=user.lang)
            user._bus_send("cc_presence/notes", {"notes": own._notes()})

    def _of_session(self):
        """Tell the page whether it is to be the reader's phone as well."""
        # sudo: the reader's own phone
        phones = self.env["cc.pbx.extension"].sudo()
        own = phones.search_count(
            [("user_id", "=", self.env.uid), ("is_browser", "=", True)], limit=1
        )
        return super()._of_session() | {"has_softphone": bool(own)}
