"""Strings that break programs: fields keep them as they are, tables compute nothing.

Takes .json lists and .txt lines of strings/ (base64 where the name says so), and what
stands as code in attack/*csv*.
"""

import base64
import binascii
import csv
import html
import io
import json
import re
from unittest.mock import patch

from .corpus import percent, thin

LIVE = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
COMPUTED = re.compile("[\\s\"']*[=@\uff1d\uff20]")
NUMBER = re.compile(r"[+-]?[\d\s().,-]+$")
# what no page can hold
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
CODE = re.compile(r"^[ \t]*```[^\n]*\n(.*?)^[ \t]*```", re.M | re.S)
NOTES = 100


def prove(corpus, bars, place):
    """Ask appeals, notes, templates and both kinds of a table."""
    texts = thin(sorted(_texts(corpus)), corpus.share)
    if not texts:
        print("     no strings here", flush=True)
        return
    print(f"     {len(texts)} strings", flush=True)
    appeals = _prove_appeals(bars, place, texts)
    _prove_notes(bars, place, appeals, thin(texts, NOTES / len(texts)))
    _prove_templates(bars, place, texts)
    for kind in ("xlsx", "csv"):
        _prove_table(bars, place, appeals, kind)


def _texts(corpus):
    """Return every string that a text field of a database can hold at all."""
    found = set()
    for path in corpus.all_files("strings"):
        if path.suffix == ".json":
            found.update(_strings_of(path))
        else:
            lines = corpus.text(path).splitlines()
            found.update(line for line in lines if line and not line.startswith("#"))
        if "base64" in path.name:
            found |= {_unpacked(each) for each in list(found)} - {""}
    for path in corpus.all_files("attack"):
        if "csv" in corpus.name(path).lower():
            for block in CODE.findall(corpus.text(path)):
                found.update(line.strip() for line in block.splitlines())
    usable = (text.replace("\0", "") for text in found)
    return {text for text in usable if text.strip() and _is_whole(text)}


def _strings_of(path):
    try:
        held = json.loads(path.read_bytes().decode("utf-8", "replace"))
    except ValueError:
        return
    stack = [held]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict | list):
            stack.extend(each.values() if isinstance(each, dict) else each)


def _unpacked(text):
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _is_whole(text):
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _prove_appeals(bars, place, texts):
    channel = place.channel
    appeals = place.env["cc.appeal"].create(
        [
            {
                "name": text,
                "text": text,
                "direction_id": channel.direction_id.id,
                "client_id": channel._client().id,
                "channel_id": channel.id,
            }
            for text in texts
        ]
    )
    place.env.cr.commit()
    place.env.invalidate_all()
    changed = [
        repr(text)[:80]
        for text, appeal in zip(texts, appeals, strict=True)
        if (appeal.name, appeal.text) != (text, text)
    ]
    bars.wrong("strings an appeal's matter or text keeps otherwise", changed)
    return appeals


def _prove_notes(bars, place, appeals, texts):
    """A note is markup: what it shows are the signs that were written."""
    user = place.env.ref("base.user_admin")
    user.group_ids += place.env.ref("cc_base.cc_base_group_admin")
    user.cc_direction_ids += place.channel.direction_id
    journal = place.env["cc.journal"].with_user(user)
    changed = []
    for text, appeal in zip(texts, appeals, strict=False):
        journal.journal_note("cc.appeal", appeal.id, text)
        message = place.env["mail.message"].search(
            [("model", "=", "cc.appeal"), ("res_id", "=", appeal.id)],
            order="id desc",
            limit=1,
        )
        shown = html.unescape(re.sub(r"<[^>]*>", "", str(message.body)))
        if UNSHOWN.sub("", shown).split() != UNSHOWN.sub("", text).split():
            changed.append(f"{text!r} → {shown!r}"[:100])
    place.env.cr.commit()
    bars.wrong("notes that show other signs", changed)


def _prove_templates(bars, place, texts):
    """Braces are places to fill: one that nobody knows is refused with a sentence."""
    from odoo.exceptions import UserError

    changed, refused = [], 0
    templates = place.env["cc.reply.template"]
    for text in texts:
        values = {"name": text, "subject": text, "body": text}
        values["direction_id"] = place.channel.direction_id.id
        try:
            with place.env.cr.savepoint():
                template = templates.create(values)
                template.flush_recordset()
                template.invalidate_recordset()
        except UserError as fault:
            refused += 1
            if not re.search(r"[{}]", text):
                changed.append(f"{text!r}: {fault}"[:100])
            continue
        if {template.name, template.subject, template.body} != {text}:
            changed.append(repr(text)[:80])
    print(f"     {refused} templates refused: braces nobody can fill", flush=True)
    bars.wrong("strings a template keeps otherwise", changed)


def _prove_table(bars, place, appeals, kind):
    exports = place.env["cc.appeal.export"]
    place.env.user.group_ids += place.env.ref("base.group_allow_export")
    with patch.object(type(exports), "with_delay", lambda record: record):
        table = exports.create(
            {"kind": kind, "domain": str([("id", "in", appeals.ids)])}
        )
        place.env.cr.commit()
        table.action_start()
    data = base64.b64decode(table.with_context(bin_size=False).file or b"")
    live, rows = _of_csv(data) if kind == "csv" else _of_xlsx(data)
    bars.wrong(f"cells of the {kind.upper()} that a program would compute", live)
    value = percent(rows - 1, len(appeals))
    bars.bar(f"appeals in the {kind.upper()}, %", value, "==", 100.0)


def _of_xlsx(data):
    import openpyxl

    live, count = [], 0
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book.active.iter_rows():
        count += 1
        live += [
            repr(cell.value)[:80]
            for cell in row
            if cell.data_type == "f" or cell.hyperlink
        ]
    return live, count


def _of_csv(data):
    """Look at the cells as they are cut, and as another separator would cut them."""
    text, live, count = data.decode("utf-8-sig"), [], 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        count += 1
        live += [
            repr(cell)[:80]
            for cell in row
            if LIVE.match(cell) and not NUMBER.match(cell)
        ]
    for delimiter in ",\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            live += [repr(cell)[:80] for cell in row[1:] if COMPUTED.match(cell)]
    return live, count
