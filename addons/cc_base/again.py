"""What a transaction raises that has to begin anew."""

import psycopg2


class CcAgain(psycopg2.errors.SerializationFailure):
    """Another transaction was first: what is begun anew finds what it has made.

    Odoo looks up the code of what it tries again; one raised by hand has none.
    """

    pgcode = "40001"
