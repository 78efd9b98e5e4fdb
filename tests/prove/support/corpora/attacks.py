"""Files that attack who reads them: as letters, as attachments, as tables to import.

Nothing may be fetched, expanded or written outside the store. What this process tries
to reach is refused and counted by the program; a file of this machine that an entity
would bring in is known by its first line.
"""

import base64
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import quote

from .corpus import percent, thin
from .tables import take_all

PASSWD = Path("/etc/passwd")
DOCTYPE = re.compile(rb"<!DOCTYPE", re.I)
INERT = re.compile(r"text/plain$|application/octet-stream$")
MARKUP = (".svg", ".xml", ".xsl", ".xsd", ".html", ".htm", ".xhtml")
STORED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")
HREF = re.compile(r'(?:href|src)="([^"]*)"')
SAFE = re.compile(r"(?:https?://|mailto:|tel:|ftp://|#|cid:|data:image/)", re.I)
TEN = 10


def prove(corpus, bars, place):
    """Ask the letters, the import, the names of files and the links."""
    files = corpus.files("attack", "xml")
    if not files:
        return
    _prove_letters(corpus, bars, place, files)
    _prove_imports(corpus, bars, place, files)
    _prove_workbooks(corpus, bars, files)
    names = _lines(corpus, "travers")
    if names:
        _prove_names(bars, place, thin(names, corpus.share))
    targets = _lines(corpus, "redirect")
    if targets:
        _prove_links(bars, thin(targets, corpus.share))


def _prove_letters(corpus, bars, place, files):
    """Each file is the text of a letter, its markup, and a file of it."""
    raws = [_letter(path, corpus.name(path)) for path in files]
    inbox = place.env["cc.inbox.event"]
    found = inbox._record(place.channel, [{"raw": raw} for raw in raws])
    inbox._boundary()
    inbox._drain_all([event.id for event, _is_new in found])
    place.env.invalidate_all()
    unsettled, active, changed, leaked = [], [], [], []
    for path, (event, _is_new) in zip(files, found, strict=True):
        name = corpus.name(path)
        if event.state != "processed":
            unsettled.append(f"{name}: {event.state} {event.reason}")
            continue
        contact = event.interaction_id
        kept = place.env["ir.attachment"].search(
            [("res_model", "=", "cc.interaction"), ("res_id", "=", contact.id)]
        )
        if path.read_bytes() not in [each.raw or b"" for each in kept]:
            changed.append(name)
        if path.suffix.lower() in MARKUP:
            active += [
                f"{name}: {each.mimetype}"
                for each in kept
                if not INERT.match(each.mimetype)
            ]
        if _leaks(f"{contact.subject} {contact.body} {contact.quote}"):
            leaked.append(name)
    bars.wrong(f"letters not worked on, of {len(files)}", unsettled)
    bars.wrong("attachments that are not what came", changed)
    bars.wrong("attachments a browser would run", active)
    bars.wrong("letters that show a file of this machine", leaked)


def _prove_imports(corpus, bars, place, files):
    raised, leaked, imported, refused = [], [], 0, 0
    for path, record, sentence in take_all(corpus, place, files, raised):
        refused += sentence is not None
        imported += sentence is None
        told = sentence or " ".join(record.error_ids.mapped("display_name"))
        if _leaks(told):
            leaked.append(corpus.name(path))
    made = place.env["cc.appeal"].search([("name", "like", _first_line() or "\n")])
    print(
        f"     to the import: {refused} refused, {imported} taken for plain text",
        flush=True,
    )
    bars.wrong("files the import raised at", raised)
    bars.wrong("imports that show a file of this machine", leaked + made.mapped("name"))


def _prove_workbooks(corpus, bars, files):
    """XML that declares entities, where a workbook keeps its words."""
    from odoo.addons.cc_appeals.import_file import FileError, describe

    taken, count = [], 0
    for path in files:
        data = path.read_bytes()
        if path.suffix.lower() not in MARKUP or not DOCTYPE.search(data):
            continue
        count += 1
        try:
            describe(_workbook(data), "table.xlsx")
        except FileError:
            continue
        taken.append(corpus.name(path))
    if count:
        bars.wrong(f"workbooks with such XML that are taken, of {count}", taken)


def _prove_names(bars, place, names):
    """A name stays a name: no folder, no way up, and nothing outside the store."""
    from odoo.addons.cc_appeals.engine.letter import parse

    bad = []
    for at in range(0, len(names), 100):
        letter = parse(_with_files(names[at : at + 100]))
        bad += [repr(each.name) for each in letter.attachments if _is_path(each.name)]
    bars.wrong(f"names of {len(names)} files that are paths", bad)
    inbox = place.env["cc.inbox.event"]
    some = thin(names, TEN * TEN / len(names))
    found = inbox._record(place.channel, [{"raw": _with_files(some)}])
    inbox._boundary()
    inbox._drain_all([event.id for event, _is_new in found])
    place.env.invalidate_all()
    contact = found[0][0].interaction_id
    kept = place.env["ir.attachment"].search(
        [("res_model", "=", "cc.interaction"), ("res_id", "=", contact.id)]
    )
    bars.bar("their files kept, %", percent(len(kept), 2 * len(some)), "==", 100.0)
    outside = [
        f"{each.name}: {each.store_fname}"
        for each in kept
        if _is_path(each.name)
        or (each.store_fname and not STORED.fullmatch(each.store_fname))
    ]
    bars.wrong("files kept under another name than the store's", outside)


def _prove_links(bars, targets):
    """A link of a letter leads where it says, by a scheme that runs nothing."""
    from odoo.addons.cc_appeals.engine.letter import parse

    marks = "".join(f'<a href="{_attribute(each)}">here</a> ' for each in targets)
    shown = parse(_html(marks)).html
    bad = [each for each in HREF.findall(shown) if not SAFE.match(each)]
    bars.wrong(f"links of {len(targets)} that could run or stay here", bad)


def _lines(corpus, word):
    """Return the lines of the lists under attack/ whose path has the word."""
    return [
        line
        for path in corpus.all_files("attack")
        if word in corpus.name(path).lower() and path.suffix == ".txt"
        for line in corpus.text(path).splitlines()
        if line.strip()
    ]


def _letter(path, name):
    data = path.read_bytes()
    head = (
        "From: somebody@example.org\nTo: line@example.org\n"
        f"Subject: {quote(name)}\nMessage-ID: <{quote(name)}@corpora.example.org>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut-cut-cut\n\n"
    )
    kind = {".svg": "image/svg+xml", ".html": "text/html"}.get(path.suffix, "text/xml")
    parts = [
        b"Content-Type: text/plain; charset=utf-8\n\nRead this.\n" + data,
        b"Content-Type: text/html; charset=utf-8\n\n<p>Read this.</p>" + data,
        f"Content-Type: {kind}; name={quote(path.name)}\n"
        "Content-Transfer-Encoding: base64\n"
        f"Content-Disposition: attachment; filename={quote(path.name)}\n\n".encode()
        + base64.encodebytes(data),
    ]
    body = b"".join(b"--cut-cut-cut\n" + part + b"\n" for part in parts)
    return head.encode() + body + b"--cut-cut-cut--\n"


def _with_files(names):
    """Return a letter with two files for each name: as it is, and percent-encoded."""
    head = (
        "From: somebody@example.org\nSubject: Files\n"
        "Content-Type: multipart/mixed; boundary=cut-cut-cut\n\n"
    )
    parts = []
    for name in names:
        plain = name.replace("\\", "\\\\").replace('"', '\\"')
        for given in (
            f'filename="{plain}"',
            f"filename*=utf-8''{quote(name, safe='')}",
        ):
            parts.append(
                "--cut-cut-cut\nContent-Type: application/octet-stream\n"
                f"Content-Disposition: attachment; {given}\n\n{given}\n"
            )
    return (head + "".join(parts) + "--cut-cut-cut--\n").encode("utf-8", "replace")


def _html(markup):
    head = "From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n"
    return (head + markup).encode("utf-8", "replace")


def _workbook(xml):
    """Return a workbook whose sheet is `xml`."""
    import openpyxl

    plain, packed = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Matter"])
    book.active.append(["Nothing"])
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            held = xml if name == "xl/worksheets/sheet1.xml" else source.read(name)
            target.writestr(name, held)
    return packed.getvalue()


def _attribute(text):
    return text.replace("&", "&amp;").replace('"', "&quot;")


def _is_path(name):
    return not name or name in (".", "..") or any(each in name for each in "/\\\0")


def _first_line():
    return PASSWD.read_text().partition("\n")[0] if PASSWD.exists() else ""


def _leaks(text):
    line = _first_line()
    return bool(line) and line in text
