"""The parts of a letter against another reader's: NAME_decoded.xml in expect/.

The XML has text-body and binary-body where a letter has leaves; the body's own file
lies beside it. A letter within a letter is opened, as the other reader does.
"""

import re
from xml.etree import ElementTree

from .corpus import thin
from .reports import say

ENDING = "_decoded.xml"
BODIES = ("text-body", "binary-body")
TEXTS = ("message/rfc822", "message/global")


def prove(corpus, bars, place):
    """Ask for the same number of leaves, of the same kinds, with the same bytes."""
    letters = {
        path.name.partition(".")[0]: path
        for path in corpus.all_files("mail")
        if path.name.endswith((".eml", ".msg"))
    }
    counts, kinds, words = [], [], []
    oracles = [p for p in corpus.all_files("expect") if p.name.endswith(ENDING)]
    for oracle in thin(oracles, corpus.share):
        name = oracle.name.removesuffix(ENDING)
        wanted = _wanted(oracle)
        if name not in letters or wanted is None:
            continue
        found = _leaves(letters[name].read_bytes())
        said = f"{name}: {len(wanted)} leaves, ours {len(found)}"
        counts.append((len(found) == len(wanted), said))
        if len(found) != len(wanted):
            continue
        for (is_text, body), part in zip(wanted, found, strict=True):
            ours = part.ctype.startswith(("text/", "message/"))
            kinds.append((ours == is_text, f"{name}: {part.ctype}"))
            if body is not None:
                same = _plain(part.content()) == _plain(body)
                words.append((same, f"{name}: {part.ctype}"))
    if not counts:
        print("     no decoded structure of a letter here", flush=True)
        return
    say(bars, "letters with as many leaves", counts, 80)
    say(bars, "leaves that are text, or not, alike", kinds, 95)
    say(bars, "leaves with the same content", words, 90)


def _wanted(oracle):
    """Return [(is text, decoded bytes or None)] of the leaves; None if it is no XML."""
    try:
        tree = ElementTree.fromstring(oracle.read_bytes())
    except ElementTree.ParseError:
        return None
    found = []
    for node in tree.iter():
        if node.tag in BODIES:
            body = oracle.with_name(node.get("name", "-").rpartition("/")[2])
            held = body.read_bytes() if body.is_file() else None
            found.append((node.tag == "text-body", held))
    return found


def _leaves(raw):
    from odoo.addons.cc_appeals.engine.mail.mime import parse_tree, unify_line_ends

    root = parse_tree(unify_line_ends(raw))
    stack, found = [(root, 0)], []
    while stack:
        part, depth = stack.pop()
        if part.children:
            stack.extend((child, depth) for child in reversed(part.children))
        elif part.ctype in TEXTS and depth < 10:
            stack.append((parse_tree(part.content()), depth + 1))
        else:
            found.append(part)
    return found


def _plain(data):
    """Return the words: line ends and blanks at the ends are not compared."""
    return re.sub(rb"\s+", b" ", data).strip()
