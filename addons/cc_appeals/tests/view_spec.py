"""What the web client asks the server for, told from a view itself."""

from lxml import etree

RELATED = {"fields": {"display_name": {}}}


def view_spec(model, kind):
    """Return the specification the client sends for the usual view of a model."""
    arch = model.get_views([(False, kind)])["views"][kind]["arch"]
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
