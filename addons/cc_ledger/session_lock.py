"""A lock of a database session: it outlives commits and ends with a killed process."""

import contextlib

import psycopg2

# of a session that has lost its connection: the lock went with it
GONE = (psycopg2.InterfaceError, psycopg2.OperationalError)


@contextlib.contextmanager
def session_lock(cr, name: str, *, wait: bool = False):
    """Yield whether this session alone holds the lock of this name.

    The caller commits before what must see the work of who had it, and rolls back in
    the block what failed there: a failed transaction would refuse the unlocking, and
    the connection go back to the pool with its lock.

    :param wait: wait for whoever holds it; else yield False
    """
    take = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    cr.execute(f"SELECT {take}(hashtextextended(%s, 0))", (name,))
    is_mine = cr.fetchone()[0] is not False
    try:
        yield is_mine
    finally:
        if is_mine:
            with contextlib.suppress(*GONE):
                cr.execute(
                    "SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (name,)
                )
