"""The PBX connector: what the PBX says reaches Odoo, and the other way round."""

#: version of the protocol; every message bears it
PROTOCOL = 1
