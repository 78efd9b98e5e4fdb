"""The export job over many appeals, some of them written by somebody with a plan."""

import base64
import io
import re
import resource
import time
import zipfile
from unittest.mock import patch

import openpyxl
import rows as generator

from odoo.addons.cc_appeals.models.cc_appeal_export_job import COLUMNS

LIVE = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\uff1d1+1", "{=1}", "http://example.org")
EVERY = 20


def run(env, rows):
    """Return seconds, megabytes at most, live cells and rows that differ."""
    cast = generator.generate(env, rows)
    listed = ", ".join(f"'{text}'" for text in LIVE)
    env.cr.execute(
        f"UPDATE cc_appeal SET name = (ARRAY[{listed}])[1 + id % {len(LIVE)}] || name"
        f" WHERE id % {EVERY} = 0"
    )
    env.cr.commit()
    user = env["res.users"].browse(cast["operator"])
    user.group_ids += env.ref("base.group_allow_export")
    directions = env["cc.direction"].browse(set(cast["directions"]))
    user.cc_direction_ids = directions  # all rows, under the rule all the same
    env.cr.commit()
    exports = env["cc.appeal.export"].with_user(user)
    record = exports.create({"domain": f"[('direction_id', 'in', {directions.ids})]"})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start = time.perf_counter()
    with patch.object(type(exports), "with_delay", lambda export: export):
        record.action_start()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    assert record.state == "done", record.error
    data = base64.b64decode(record.file)
    return {
        "seconds": round(seconds, 1),
        "peak": peak,
        "before": before,
        "live": live_cells(data),
        "rows": record.done_count,
        "different": different(env, data, directions),
        "megabytes": round(len(data) / 1e6, 1),
    }


def live_cells(data):
    """Count formulas, links and parts that fetch."""
    count = 0
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        for name in box.namelist():
            count += name.count("externalLink")
            with box.open(name) as part:
                rest = b""
                while chunk := part.read(1 << 20):
                    text = rest + chunk
                    count += len(re.findall(rb"<f[ >/]|<hyperlink ", text[:-16]))
                    rest = text[-16:]
                count += len(re.findall(rb"<f[ >/]|<hyperlink ", rest))
    return count


def different(env, data, directions):
    """Count rows whose number, matter or text is not what was written."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    lines = book.active.values
    next(lines)
    places = [COLUMNS.index(name) for name in ("number", "name", "text")]
    env.cr.execute(
        "SELECT number, name, text FROM cc_appeal WHERE direction_id = ANY(%s)"
        " ORDER BY id",
        (directions.ids,),
    )
    count = 0
    for wanted, line in zip(env.cr.fetchall(), lines, strict=True):
        count += tuple(line[place] for place in places) != wanted
    return count
