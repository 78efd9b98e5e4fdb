from odoo import fields


class BigInteger(fields.Integer):
    """A whole number of eight bytes: UIDs and UIDVALIDITY of IMAP reach 2**32 - 1."""

    _column_type = ("int8", "int8")
