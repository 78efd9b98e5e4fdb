from odoo.exceptions import MissingError

from odoo.addons.mail.controllers.mail import MailController


class CcMailController(MailController):
    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        """Lead a link to what the user may not see where one to nothing leads."""
        try:
            return super()._redirect_to_record(
                model, res_id, access_token=access_token, **kwargs
            )
        except MissingError:
            return cls._redirect_to_generic_fallback(
                model, res_id, access_token=access_token, **kwargs
            )
