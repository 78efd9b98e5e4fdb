"""Scans of letters on paper: what is taken, and whose they become."""

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

#: where scans wait until their letter is registered
INTAKE = "cc.appeal.intake"
MEGABYTE = 1024 * 1024
SCAN_MEGABYTES = 25
SCAN_TYPES = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "image/gif",
    "image/bmp",
)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_scans(self):
        """Refuse by name what is no scan of the user's, or too large to be sent on."""
        for file in self:
            # only what was just uploaded: another record's file stays there
            if file.create_uid != self.env.user or file.res_model not in (
                False,
                INTAKE,
            ):
                raise UserError(
                    self.env._(
                        "“%(name)s” belongs to something else: add it again.",
                        name=file.name,
                    )
                )
            size = file.file_size / MEGABYTE
            if size > SCAN_MEGABYTES:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” has %(size)s MB, a scan may have %(limit)s: scan "
                        "it coarser, or in parts. All you typed is kept.",
                        name=file.name,
                        size=round(size),
                        limit=SCAN_MEGABYTES,
                    )
                )
            # what it is, not what its name says
            if guess_mimetype(file.raw or b"") not in SCAN_TYPES:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is neither a PDF nor a picture.", name=file.name
                    )
                )

    def _give_scans_to(self, contact):
        # sudo: the user's own files (see `_check_scans`) become the contact's
        self.sudo().write(
            {"res_model": contact._name, "res_id": contact.id, "public": False}
        )
