"""Runs parts of `./run prove faults` in Odoo's Python; the exit code is 0 if all hold.

python -m tests.prove.support.program --seed 7 --share 0.1 mail
"""

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

from runner import paths

from .stage import Stage

PASSWORD = "secret"
# parts that share a driven Odoo and a mail server, in this order
MAIL = ("kills", "cuts", "poison")
PARTS = ("mail", "restarts", "full_disk")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("parts", nargs="+")
    arguments = parser.parse_args()
    sys.path.insert(0, str(paths.locate().checkout / "tests/e2e"))
    codes = [_run(part, arguments) for part in arguments.parts]
    return max(codes)


def _run(part, arguments) -> int:
    if part == "mail":
        return _run_mail(MAIL, arguments)
    if part in MAIL:
        return _run_mail([part], arguments)
    return _in_stage(part, arguments, ())


def _run_mail(parts, arguments) -> int:
    from boxes import USERS
    from dovecot import Dovecot
    from odoo_driver import OdooDriver

    with (
        tempfile.TemporaryDirectory() as secrets,
        Dovecot(dict.fromkeys(USERS, PASSWORD)) as server,
    ):
        Path(secrets, "e2e").write_text(PASSWORD)
        with OdooDriver(CC_SECRETS_DIR=secrets) as odoo:
            shared = odoo, server, iter(USERS)
            return max([_in_stage(part, arguments, shared) for part in parts])


def _in_stage(part, arguments, shared) -> int:
    module = importlib.import_module(f"{__package__}.{part}")
    folder = paths.locate().state / "prove" / f"{part}-{arguments.seed}"
    stage = Stage(part, arguments.seed, arguments.share, folder)
    try:
        module.run(stage, *shared)
    except Exception as fault:
        import traceback

        traceback.print_exc(file=sys.stdout)
        stage.bar(f"{module.TITLE}: broke off with {type(fault).__name__}", False)
    return stage.close()


if __name__ == "__main__":
    sys.exit(main())
