"""One database: whether it is ours, what is installed in it, its attachments."""

import json
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from .cluster import Cluster
from .fault import Fault

MARK = "contact-centre suite"
_PARAMETER = "cc.installed_addons"
# the page "Setup and health" reads it
_BACKUP = "cc_base.last_backup_at"
_AUDIT = "cc_ledger.audit_checked"
_DEMO_ACCOUNTS = r"demo\_mail\_account\_%"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Database:
    """One database of a cluster and its folder of attachments."""

    cluster: Cluster
    name: str
    data_dir: Path

    @property
    def filestore(self) -> Path:
        return self.data_dir / "filestore" / self.name

    def exists(self) -> bool:
        return bool(self._ask("SELECT 1 FROM pg_database WHERE datname = :'name'"))

    def is_ours(self) -> bool:
        """Say whether `./run` built this database to the end."""
        rows = self._ask(
            "SELECT shobj_description(oid, 'pg_database')"
            " FROM pg_database WHERE datname = :'name'"
        )
        return rows == [[MARK]]

    def create_empty(self) -> None:
        self.cluster.query(
            f'CREATE DATABASE "{self.name}" TEMPLATE template0'
            " ENCODING 'UTF8' LC_COLLATE 'C'"
        )
        shutil.rmtree(self.filestore, ignore_errors=True)

    def mark(self) -> None:
        self.cluster.query(f"COMMENT ON DATABASE \"{self.name}\" IS '{MARK}'")

    def drop(self) -> None:
        self.cluster.query(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.filestore, ignore_errors=True)

    def rename(self, name: str) -> "Database":
        """Give the database and its attachments another name."""
        renamed = Database(self.cluster, name, self.data_dir)
        if self.filestore.exists():
            shutil.rmtree(renamed.filestore, ignore_errors=True)
            self.filestore.rename(renamed.filestore)
        self.cluster.query(f'ALTER DATABASE "{self.name}" RENAME TO "{name}"')
        return renamed

    def installed_digests(self) -> dict[str, str]:
        """Return the hashes of our addons as they were last installed."""
        rows = self.cluster.query(
            f"SELECT value FROM ir_config_parameter WHERE key = '{_PARAMETER}'",
            self.name,
        )
        return json.loads(rows[0][0]) if rows else {}

    def remember_digests(self, installed: dict[str, str]) -> None:
        self._remember(_PARAMETER, json.dumps(installed, sort_keys=True))

    def remember_backup(self) -> None:
        """Write down that a backup was finished now."""
        self._remember(_BACKUP, time.strftime("%F %T", time.gmtime()))

    def remember_audit_check(self, is_whole: bool) -> None:
        """Write down that the audit log was checked now, and what was found."""
        found = "whole" if is_whole else "bad"
        self._remember(_AUDIT, time.strftime(f"%F %T {found}", time.gmtime()))

    def _remember(self, key: str, value: str) -> None:
        self.cluster.query(
            "INSERT INTO ir_config_parameter (key, value)"
            " VALUES (:'key', :'value')"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            self.name,
            key=key,
            value=value,
        )

    def has_demo(self) -> bool:
        """Say whether the demo day of our addons was loaded."""
        return bool(
            self.cluster.query(
                "SELECT 1 FROM ir_module_module WHERE name = 'cc_base' AND demo",
                self.name,
            )
        )

    def demo_records(self) -> int:
        """Return how many records the demo day of our addons has here."""
        rows = self.cluster.query(
            "SELECT count(*) FROM ir_model_data"
            " WHERE module LIKE 'cc\\_%' AND name LIKE 'demo\\_%'",
            self.name,
        )
        return int(rows[0][0])

    def has_demo_post(self) -> bool:
        """Say whether the demo sends to the post that goes beside the server."""
        return bool(
            self.cluster.query(
                "SELECT 1 FROM ir_model_data WHERE module = 'cc_appeals'"
                f" AND name LIKE '{_DEMO_ACCOUNTS}'",
                self.name,
            )
        )

    def lead_demo_post(self, port: int) -> None:
        """Let the outgoing accounts of the demo send to a port of this machine.

        An account that somebody gave another server is left alone.
        """
        self.cluster.query(
            "UPDATE cc_mail_account SET port = :port, next_try_at = NULL"
            " WHERE host = '127.0.0.1' AND id IN (SELECT res_id FROM ir_model_data"
            f" WHERE module = 'cc_appeals' AND name LIKE '{_DEMO_ACCOUNTS}')",
            self.name,
            port=str(port),
        )

    def demo_users(self) -> list[tuple[str, str]]:
        """Return login and name of the people the demo data brings along."""
        rows = self.cluster.query(
            "SELECT u.login, p.name FROM ir_model_data d"
            " JOIN res_users u ON u.id = d.res_id AND u.active"
            " JOIN res_partner p ON p.id = u.partner_id"
            " WHERE d.model = 'res.users' AND d.module = 'cc_base'"
            " AND d.name LIKE 'demo_user_%' ORDER BY u.id",
            self.name,
        )
        return [(login, name) for login, name in rows]

    def _ask(self, statement: str) -> list[list[str]]:
        return self.cluster.query(statement, name=self.name)


def check_name(name: str) -> None:
    """Refuse a name that would need quoting somewhere."""
    if not _NAME.fullmatch(name) or name in ("postgres", "template0", "template1"):
        raise Fault(
            f"“{name}” cannot be the name of a database: use up to 40 small Latin "
            "letters, digits and underscores, starting with a letter."
        )


def refuse_foreign(database: Database) -> None:
    """Refuse to touch a database that something else created."""
    if database.exists() and not database.is_ours():
        raise Fault(
            f"There is already a database “{database.name}” that ./run did not create; "
            f"it is left alone. Choose another name: ./run up --db {database.name}_2"
        )
