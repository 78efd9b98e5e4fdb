"""Asks the rooms of `./run prove corpora` in Odoo's Python, one after another.

Reads {"folder", "share", "parts", "scratch", "channel"} from stdin, prints the bars and
leaves {"passed", "failed"} in the file REPORT of `scratch`.
"""

import importlib
import json
import logging
import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from runner import paths

from ..bars import Bars
from . import ROOMS, outgoing
from .corpus import Corpus

REPORT = "rooms.json"


@dataclass(frozen=True)
class Place:
    """Where the rooms ask: a database of the proof, and a folder to write to.

    `tried` fills with the addresses this process tried to reach, and was refused.
    """

    env: object
    channel: object
    scratch: Path
    tried: list[str]


def main() -> int:
    order = json.load(sys.stdin)
    # names of files are bytes: what is no UTF-8 of them is shown, and breaks nothing
    sys.stdout.reconfigure(errors="backslashreplace")
    import odoo.init  # noqa: F401  (Odoo wants to be set up before anything of it)
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", os.environ["ODOO_RC"]], setup_logging=True)
    logging.getLogger().setLevel(logging.CRITICAL)
    sys.path.insert(0, str(paths.locate().checkout / "connector"))
    scratch, bars = Path(order["scratch"]), Bars()
    corpus = Corpus.open(Path(order["folder"]), order["share"])
    with Registry(sys.argv[1]).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        channel = env["cc.channel"].search([("name", "=", order["channel"])], limit=1)
        place = Place(env, channel, scratch, outgoing.refuse())
        for room in ROOMS:
            if room.name in order["parts"]:
                _ask(room, corpus, bars, place)
    counts = {"passed": bars.passed, "failed": bars.failed}
    (scratch / REPORT).write_text(json.dumps(counts))
    return 0


def _ask(room, corpus, bars, place) -> None:
    module = importlib.import_module(f"{__package__}.{room.module}")
    print(f"{room.name}:", flush=True)
    place.tried.clear()
    try:
        module.prove(corpus, bars, place)
    except Exception:  # the other rooms are asked all the same
        place.env.cr.rollback()
        traceback.print_exc(file=sys.stdout)
        bars.wrong(f"{room.name}: broke off", ["see above"])
    place.env.invalidate_all()
    bars.wrong(f"{room.name}: addresses this process tried", sorted(set(place.tried)))


if __name__ == "__main__":
    sys.exit(main())
