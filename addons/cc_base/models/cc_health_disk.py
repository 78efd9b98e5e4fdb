import os
import shutil

from odoo import models, tools
from odoo.tools.misc import formatLang

GIB = 1024**3
LOW, VERY_LOW = 0.15, 0.05


class CcHealthDisk(models.AbstractModel):
    """Health: room where letters and attachments are written."""

    _name = "cc.health.disk"
    _inherit = "cc.health.contract"
    _description = "Health: disk"

    _cc_code = "disk"
    _cc_order = 80

    def _cc_title(self):
        return self.env._("Disk")

    def _cc_lines(self):
        usage = self._usage()
        share = usage.free / usage.total
        state = "failing" if share < VERY_LOW else "warning" if share < LOW else "ok"
        sentence = self.env._(
            "%(free)s GB of %(total)s GB are free.",
            free=formatLang(self.env, usage.free / GIB, digits=1),
            total=formatLang(self.env, usage.total / GIB, digits=1),
        )
        if state != "ok":
            sentence = self.env._(
                "Only %(free)s GB of %(total)s GB are free: on a full disk letters "
                "wait in their mailboxes.",
                free=formatLang(self.env, usage.free / GIB, digits=1),
                total=formatLang(self.env, usage.total / GIB, digits=1),
            )
        return [self._line("files", self._cc_title(), state, sentence)]

    def _usage(self):
        path = tools.config.filestore(self.env.cr.dbname)
        while not os.path.exists(path):
            path = os.path.dirname(path)
        return shutil.disk_usage(path)
