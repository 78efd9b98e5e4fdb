"""A person's own key: what the audit log keeps of a value is only its HMAC.

Whoever has the key can ask "was it this number?"; without the key nobody can, and the
chain of seals still holds.
"""

# what is committed here is committed on a connection of its own
# pylint: disable=invalid-commit

import contextlib
import hashlib
import hmac
import json
import os

from odoo import api, models
from odoo.sql_db import db_connect


class CcAuditSubjectKey(models.AbstractModel):
    _name = "cc.audit.subject.key"
    _description = "Key of a person's audited values"

    @api.model
    def _keys(self, subject_ids):
        """Return {subject id: 32 bytes}; who has none yet gets one."""
        wanted = set(subject_ids)
        keys = _read(self.env.cr, wanted) if wanted else {}
        if missing := wanted - keys.keys():
            keys |= self._make(missing)
        return keys

    @api.model
    def _make(self, subject_ids):
        # On its own connection: two transactions which meet the same person for the
        # first time would wait for each other and one of them would fail.
        with contextlib.closing(db_connect(self.env.cr.dbname).cursor()) as cr:
            # No wait for the disk: the log is written in order, so the business
            # transaction's own commit takes this one along.
            cr.execute(
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED;"
                "SET LOCAL synchronous_commit = off"
            )
            cr.execute_values(
                "INSERT INTO public.cc_audit_subject_key (subject_id, key) VALUES %s"
                " ON CONFLICT DO NOTHING",
                # sorted: two that insert the same people wait in one order
                [(one, os.urandom(32)) for one in sorted(subject_ids)],
                page_size=len(subject_ids),
            )
            keys = _read(cr, subject_ids)
            cr.commit()
        return keys

    @api.model
    def _forget(self, subject_ids):
        """Destroy keys: from the commit on nobody can match these people's values."""
        dbname, subjects = self.env.cr.dbname, list(subject_ids)
        _delete(self.env.cr, subjects)

        def delete_what_was_not_seen():
            # a key that was made after this transaction's snapshot
            with contextlib.closing(db_connect(dbname).cursor()) as cr:
                _delete(cr, subjects)
                cr.commit()

        self.env.cr.postcommit.add(delete_what_was_not_seen)

    @api.model
    def _matches(self, subject_id, field, value):
        """Return ids of the entries that hold this value of this person."""
        self.env.cr.execute(
            """
            SELECT id FROM public.cc_audit_entry
             WHERE subject_id = %s AND hmacs ->> %s = %s ORDER BY id
            """,
            (
                subject_id,
                field,
                digest(self._keys([subject_id])[subject_id], field, value),
            ),
        )
        return [row[0] for row in self.env.cr.fetchall()]


def digest(key, field, value):
    """Return the hex HMAC-SHA-256 of one value under one person's key."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return hmac.new(key, f"{field}\0{text}".encode(), hashlib.sha256).hexdigest()


def _delete(cr, subject_ids):
    cr.execute(
        "DELETE FROM public.cc_audit_subject_key WHERE subject_id = ANY(%s)",
        (subject_ids,),
    )


def _read(cr, subject_ids):
    cr.execute(
        "SELECT subject_id, key FROM public.cc_audit_subject_key"
        " WHERE subject_id = ANY(%s)",
        (list(subject_ids),),
    )
    return {subject: bytes(key) for subject, key in cr.fetchall()}
