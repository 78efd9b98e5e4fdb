"""Anchors: every quarter of an hour the chain's head goes where no role can write."""

import logging
from datetime import datetime, timedelta

from odoo import api, fields, models, tools

from .. import anchor_file
from .cc_audit_entry import TABLES

_logger = logging.getLogger(__name__)

INTERVAL = timedelta(minutes=15)


class CcAuditAnchor(models.AbstractModel):
    _name = "cc.audit.anchor"
    _description = "Anchors of the audit log"

    @api.model
    def _path(self):
        return anchor_file.path_of(self.env.cr.dbname, tools.config["data_dir"])

    @api.model
    def _follow(self):
        """Write an anchor when the last one is a quarter of an hour old.

        A place that cannot be written holds nothing up: it is tried again each minute,
        and the health page turns red.
        """
        last = self._last()
        if last and fields.Datetime.now() - last["at"] < INTERVAL:
            return
        try:
            self._anchor()
        except OSError as fault:
            _logger.error("no anchor could be written: %s", fault.strerror or fault)

    @api.model
    def _anchor(self):
        """Write the head down outside the database; OSError when the file refuses."""
        head = self.env["cc.audit.seal"]._head()
        anchor = {
            "database": self.env.cr.dbname,
            "at": f"{fields.Datetime.now().isoformat()}Z",
            "seq": head.seq,
            "entry_id": head.entry_id,
            "hash": head.hash.hex(),
            # seals are numbered without gaps
            "count": head.seq,
        }
        anchor_file.to_syslog(anchor)
        anchor_file.append(self._path(), anchor)

    @api.model
    def _last(self):
        """Return the newest anchor with its moment as a datetime, or None."""
        last = anchor_file.last(self._path())
        try:
            moment = datetime.fromisoformat(last["at"].removesuffix("Z"))
        except (TypeError, KeyError, ValueError, AttributeError):
            return None
        return last | {"at": moment}

    @api.model
    def _is_overdue(self):
        """Tell whether the last anchor is older than two intervals, or not there."""
        last = self._last()
        return not last or fields.Datetime.now() - last["at"] > 2 * INTERVAL

    @api.model
    def _sentences(self):
        """Return what a person should know of anchors and protection, in words."""
        last = self._last()
        if last:
            moment = fields.Datetime.context_timestamp(self, last["at"])
            anchor = self.env._(
                "Last anchor: seal %(seq)s at %(moment)s.",
                seq=last["seq"],
                moment=f"{moment:%d.%m.%Y %H:%M}",
            )
        else:
            anchor = self.env._("No anchor has been written yet.")
        if self._is_overdue():
            anchor += " " + self.env._(
                "Anchors are overdue: see whether their folder can be written to."
            )
        if self._protection() == "protected":
            owner = self.env._("The application can add to the log, not change it.")
        else:
            owner = self.env._(
                "The log is not protected: the application's database role owns it."
            )
        return anchor, owner

    @api.model
    def _protection(self):
        """Return "protected" when Odoo's role can but add to the log and read it."""
        self.env.cr.execute(
            """
            SELECT bool_or(
                   role.rolsuper OR role.rolcreaterole
                OR pg_has_role(relowner, 'MEMBER') OR pg_has_role(nspowner, 'MEMBER')
                OR has_table_privilege(
                       pg_class.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
            )
              FROM pg_class
              JOIN pg_namespace ON pg_namespace.oid = relnamespace
              JOIN pg_roles role ON role.rolname = current_user
             WHERE nspname = 'public' AND relname IN %s
            """,
            (TABLES,),
        )
        return "unprotected" if self.env.cr.fetchone()[0] else "protected"
