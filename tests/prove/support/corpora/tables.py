"""Tables somebody kept: read as the import of old registers reads them.

A table whose NAME.json lies among the samples must be read as that says; every file is
imported whole, or refused with a sentence.
"""

import base64
import json
from collections import Counter
from unittest.mock import patch

from .reports import say

MATTER = "name"
MARKS = b"\xef\xbb\xbf\xff\xfe\r\n\t "


def prove(corpus, bars, place):
    """Ask for both."""
    files = corpus.files("csv", "xlsx")
    _prove_alike(corpus, bars, [path for path in files if path.suffix == ".csv"])
    tables = [path for path in files if path.suffix != ".json"]
    raised, silent, short, taken, done, refused = [], [], [], [], 0, Counter()
    for path, record, sentence in take_all(corpus, place, tables, raised):
        if sentence is not None:
            refused[sentence] += 1
            if not sentence.strip():
                silent.append(corpus.name(path))
            continue
        done += 1
        if path.read_bytes().lstrip(MARKS).startswith(b"<?xml"):
            taken.append(corpus.name(path))
        counted = record.created_count + record.bad_count
        if record.state != "done" or record.done_count != counted:
            short.append(f"{corpus.name(path)}: {record.state} {record.done_count}")
        elif record.done_count != record.row_count:
            short.append(f"{corpus.name(path)}: {counted} of {record.row_count}")
    if tables:
        print(f"     {done} imported, {refused.total()} refused:", flush=True)
        for sentence, count in refused.most_common():
            print(f"     {count:5} {sentence}", flush=True)
        bars.wrong(f"tables that raised, of {len(tables)}", raised)
        bars.wrong("tables refused without a word", silent)
        bars.wrong("tables that lost a row", short)
        bars.wrong("files of XML taken for a table", taken)


def take_all(corpus, place, files, raised):
    """Yield (path, record, sentence) of `take` for each file; `raised` gets the rest."""
    for path in files:
        try:
            record, sentence = take(place, path.read_bytes(), path.name)
        except Exception as fault:
            place.env.cr.rollback()
            raised.append(f"{corpus.name(path)}: {type(fault).__name__} {fault}"[:120])
            continue
        yield path, record, sentence


def take(place, data, name):
    """Import a file as a supervisor would; return (import, None) or (import, refusal).

    Every row is brought in: the first column is taken for the matter.
    """
    from odoo.exceptions import UserError

    direction = place.channel.direction_id
    imports = place.env["cc.appeal.import"]
    with patch.object(type(imports), "with_delay", lambda record, **_how: record):
        try:
            record = imports.create(
                {
                    "file": base64.b64encode(data),
                    "file_name": name,
                    "direction_id": direction.id,
                }
            )
            record.action_read()
            record.column_ids.target = False
            record.column_ids.sorted("place")[:1].target = MATTER
            record.action_check()
            record.action_run()
        except UserError as refusal:
            place.env.cr.rollback()
            return imports, str(refusal)
    place.env.cr.commit()
    return record, None


def _prove_alike(corpus, bars, tables):
    expected = {
        path.stem: path for path in corpus.all_files("csv") if path.suffix == ".json"
    }
    alike = []
    for path in tables:
        is_asked = corpus.name(path).startswith("csv/")
        wanted = _expected(expected.get(path.stem)) if is_asked else None
        if wanted is not None:
            found = _read(path)
            alike.append((found == wanted, f"{corpus.name(path)}: {str(found)[:100]}"))
    say(bars, "tables read as their JSON says", alike, 90)


def _expected(path):
    """Return the rows a JSON names; one alone may stand without a list."""
    if path is None:
        return None
    try:
        held = json.loads(_one_line_end(path.read_bytes().decode("utf-8-sig")))
    except ValueError:
        return None
    rows = held if isinstance(held, list) else [held]
    is_table = all(
        isinstance(row, dict) and all(isinstance(each, str) for each in row.values())
        for row in rows
    )
    return rows if is_table else None


def _read(path):
    """Return the rows as {heading: cell}, as JSON would have them."""
    from odoo.addons.cc_appeals.import_file import FileError, describe, rows

    data = path.read_bytes()
    try:
        found = describe(data, path.name)
        heading, *others = rows(data, found["kind"], found["codec"], found["delimiter"])
    except (FileError, ValueError) as fault:
        return f"refused: {fault}"
    return [
        {
            name: cell.replace("\r\n", "\n")
            for name, cell in zip(heading[1], cells, strict=False)
        }
        for _line, cells in others
    ]


def _one_line_end(text):
    # a checkout turned the line ends of some samples and not those of their JSON
    return text.replace("\\r\\n", "\\n")
