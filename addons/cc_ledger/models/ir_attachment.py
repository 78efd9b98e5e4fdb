"""Files of a letter that a full disk or a power cut tore are written anew.

Odoo leaves the half it wrote, and refuses the same content from then on as a collision:
the letter that brought the file could never be registered.
"""

import contextlib
import os

from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _file_write(self, bin_value, checksum):
        try:
            return super()._file_write(bin_value, checksum)
        except OSError:
            self._drop_torn(checksum)
            raise

    @api.model
    def _get_path(self, bin_data, sha):
        path = self._stored_at(sha)
        if os.path.isfile(path) and not self._same_content(bin_data, path):
            self._drop_torn(sha)
        return super()._get_path(bin_data, sha)

    @api.model
    def _drop_torn(self, checksum):
        """Remove the file of this checksum if its content has another one."""
        path = self._stored_at(checksum)
        with contextlib.suppress(OSError):
            with open(path, "rb") as file:
                is_torn = self._compute_checksum(file.read()) != checksum
            if is_torn:
                os.unlink(path)

    @api.model
    def _stored_at(self, checksum):
        return self._full_path(f"{checksum[:2]}/{checksum}")
