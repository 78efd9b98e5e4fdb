"""What the web client asks a server for, told from the views themselves."""

import statistics
import time

from lxml import etree

WARM_UP, TRIES = 3, 20
PATIENCE = 15  # seconds for one figure: what takes long is tried less often
RELATED = {"fields": {"display_name": {}}}


def spec(model, kind, view=False):
    """Return the specification the client sends for a view of `model`."""
    arch = model.get_views([(view, kind)])["views"][kind]["arch"]
    return _spec(model, etree.fromstring(arch))


def _spec(model, tree):
    found = {}
    for node in tree.iter("field"):
        if next(node.iterancestors("field"), None) is not None:
            continue
        name = node.get("name")
        field = model._fields[name]
        if field.type in ("one2many", "many2many"):
            lines = next((part for part in node if part.tag == "list"), None)
            nested = model.env[field.comodel_name]
            inner = {"display_name": {}} if lines is None else _spec(nested, lines)
            found[name] = {"fields": inner, "limit": 40}
        else:
            found[name] = RELATED if field.type == "many2one" else {}
    return found


def measure(env, ask):
    """Return the middle of many runs in milliseconds; caches are cold each time."""
    times, began = [], time.perf_counter()
    for tried in range(WARM_UP + TRIES):
        if tried > WARM_UP and time.perf_counter() - began > PATIENCE:
            break
        env.invalidate_all()
        env.cr.cache.clear()
        start = time.perf_counter()
        ask()
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times[WARM_UP:]), 1)
