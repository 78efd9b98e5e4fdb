"""What a request gives, taken for what it should be: anybody may send anything."""

from odoo.exceptions import UserError

NUL = dict.fromkeys([0], "\N{REPLACEMENT CHARACTER}")
LARGEST = 2**31


def as_id(value):
    """Return `value` if it can be an id, else False."""
    is_id = isinstance(value, int) and not isinstance(value, bool)
    return value if is_id and 0 < value < LARGEST else False


def as_ids(values):
    """Return those of `values` that can be ids."""
    return [each for each in values if as_id(each)] if isinstance(values, list) else []


def as_text(value):
    """Return `value` as text that can be kept; what is no text is none."""
    return value.translate(NUL) if isinstance(value, str) else ""


def check_dict(env, values):
    """Refuse `values` that are no names with values."""
    if not isinstance(values, dict):
        raise UserError(env._("This request cannot be read: load the page anew."))
