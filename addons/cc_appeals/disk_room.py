"""Is there room to write letters down? “Try later” is safe, a full disk is not."""

import errno
import os
import shutil

from odoo.tools import config

LEAST_FREE = 0.05


def check_room():
    """Raise OSError when less than 5 % of the disk letters are kept on is free."""
    usage = shutil.disk_usage(config["data_dir"])
    if usage.free < usage.total * LEAST_FREE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
