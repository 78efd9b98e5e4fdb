from odoo import api, models

from ..engine.numbering import parse as parse_numbers


class CcChannelMail(models.AbstractModel):
    """Which appeal a letter belongs to."""

    _inherit = "cc.channel.mail"

    @api.model
    def _find_appeals(self, channel, incoming):
        """Join letters to the open appeals whose number the subject names.

        Only the person's own: a stranger with a number, or the number of a closed
        appeal, makes a new one.
        """
        named = [(each, parse_numbers(each.letter.subject)) for each in incoming]
        named = [(each, numbers) for each, numbers in named if numbers]
        if not named:
            return
        appeals = self.env["cc.appeal"].search(
            [
                ("number", "in", [each for _at, numbers in named for each in numbers]),
                ("client_id", "=", channel._client().id),
            ]
        )
        by_number = {appeal.number: appeal for appeal in appeals}
        for each, numbers in named:
            for appeal in filter(None, map(by_number.get, numbers)):
                person = each.interaction.partner_id
                if person and appeal.is_open and appeal.applicant_id == person:
                    each.appeal = appeal
                    each.interaction.appeal_ids = appeal
                    break
