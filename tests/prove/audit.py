"""Whoever changes the audit log is found, and the first bad row is named.

Four writers and two sealers work at once, anchors are written meanwhile. Then the chain is
spoiled 1,000 times: really, in the database, as its superuser and with the triggers off,
each time in a transaction that is exported, checked by tools/verify_audit.py and rolled
back. The seed is printed; --seed N repeats a run.
"""

import json
import random
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from runner import audit, cluster, toolchain
from runner.database import Database
from runner.fault import Fault
from runner.progress import Progress
from runner.test_template import TestDatabases
from tests.prove.support import chain

DESCRIPTION = "the audit log: every change found, the first bad row named"
MUTATIONS = 1000
CLEAN = 20
WRITERS = 4
TRANSACTIONS = 50
# runs in Odoo's shell, whose own transaction writes nothing
WRITE = """
import json, random, threading, time
from contextlib import closing
from odoo.sql_db import db_connect

seed, writers, transactions = {seed}, {writers}, {transactions}
committed, rolled_back, faults, is_over = [], [], [], threading.Event()
subjects = env["res.partner"].search([], limit=9).ids
registry = env.registry

def entry(rand):
    return {{
        "action": rand.choice(["inbox.processed", "appeal.moved", "settings.changed"]),
        "model": "cc.channel", "res_id": rand.randint(1, 99), "direction_id": 1,
        "client_id": rand.choice([False, 1]), "subject_id": rand.choice(subjects),
        "detail": {{"state": "closed", "count": rand.randint(0, 9)}},
        "values": {{"phone": str(rand.random())}},
        "reason": rand.choice([False, "because", 'жалоба "\\u2028']),
    }}

def write(number):
    rand = random.Random(seed * 100 + number)
    try:
        for _turn in range(transactions):
            with closing(db_connect(env.cr.dbname).cursor()) as cr:
                log, rows = env["cc.audit.entry"].with_env(env(cr=cr)), 0
                for _batch in range(rand.randint(1, 4)):
                    batch = [entry(rand) for _row in range(rand.randint(1, 4))]
                    log._log(batch)
                    rows += len(batch)
                    time.sleep(rand.random() * rand.choice([0.001, 0.04]))
                if rand.random() < 0.15:
                    cr.rollback()
                    rolled_back.append(rows)
                else:
                    cr.commit()
                    committed.append(rows)
    except Exception as fault:
        faults.append(repr(fault))

def seal():
    try:
        while not is_over.wait(0.02):
            env["cc.audit.seal"]._seal()
    except Exception as fault:
        faults.append(repr(fault))

threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
sealers = [threading.Thread(target=seal) for _ in range(2)]
for thread in threads + sealers:
    thread.start()
while any(thread.is_alive() for thread in threads):
    time.sleep(0.4)
    with closing(db_connect(env.cr.dbname).cursor()) as cr:
        env["cc.audit.anchor"].with_env(env(cr=cr))._anchor()
is_over.set()
for thread in sealers:
    thread.join()
env.cr.rollback()
"""
TELL = """
env["cc.audit.anchor"]._anchor()
print("WRITTEN", json.dumps([sum(committed), sum(rolled_back), faults]))
"""
# as Odoo's role: each must be refused
ATTEMPTS = (
    "UPDATE public.cc_audit_entry SET user_id = 1",
    "DELETE FROM public.cc_audit_entry",
    "TRUNCATE public.cc_audit_entry",
    "DROP TABLE public.cc_audit_entry CASCADE",
    "ALTER TABLE public.cc_audit_entry DISABLE TRIGGER ALL",
    "UPDATE public.cc_audit_seal SET seq = 0",
    "DELETE FROM public.cc_audit_seal",
    "SELECT setval('public.cc_audit_entry_id_seq', 1)",
    "DROP FUNCTION public.cc_audit_refuse() CASCADE",
    "SET session_replication_role = replica",
    "SET ROLE cc_audit",
)
NUMBERS = ("user_id", "res_id", "direction_id", "client_id", "subject_id")
TEXTS = ("origin", "action", "model", "reason")


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    seed = arguments.seed or random.randrange(10**6)
    print(f"seed {seed}")
    proof = _Proof(context.paths, seed, arguments.share)
    with tempfile.TemporaryDirectory() as scratch:
        proof.run(Path(scratch))
    print(f"\n{proof.passed} passed, {proof.failed} failed (seed {seed})")
    return 1 if proof.failed else 0


@dataclass
class _Proof:
    paths: object
    seed: int
    share: float
    passed: int = 0
    failed: int = 0

    def run(self, scratch: Path) -> None:
        progress = Progress(toolchain.STEPS + 1)
        tools = toolchain.ensure(self.paths, progress)
        where = cluster.test_cluster(self.paths, tools.postgres)
        databases = TestDatabases(self.paths, tools, where)
        with progress.step("A database for the log") as step:
            self.instance = databases.fresh(["cc_ledger"], step)
        self.database = Database(
            where, self.instance.database, databases.folder / "data"
        )
        self.scratch, self.tool = scratch, audit.checker()
        try:
            audit.protect(self.database)
            self._prove_refusals()
            self._prove_writers()
            self._prove_mutations()
        finally:
            databases.drop(self.instance)

    def _prove_refusals(self) -> None:
        refused = 0
        for attempt in ATTEMPTS:
            try:
                self.database.cluster.query(attempt, self.database.name)
            except Fault:
                refused += 1
        self.bar("what Odoo's role is refused", refused, len(ATTEMPTS))

    def _prove_writers(self) -> None:
        started = time.monotonic()
        script = WRITE.format(
            seed=self.seed,
            writers=WRITERS,
            transactions=max(2, int(TRANSACTIONS * self.share)),
        )
        committed, rolled_back, faults = self._shell(script + chain.SEAL + TELL)
        seconds = time.monotonic() - started
        self.lines = list(map(json.loads, audit.export(self.database)))
        own = self.scratch / f"{self.database.name}.anchors"
        self.anchors = self.tool.read_anchors(own)
        check, fault = self._verify(self.lines)
        print(f"     {committed} rows committed, {rolled_back} rolled back")
        print(f"     {len(self.anchors)} anchors, {seconds:.0f} s with Odoo's start")
        self.bar("faults of writers and sealers", len(faults), 0, faults)
        self.bar(
            "rows sealed of those committed", check.sealed, self.before + committed
        )
        self.bar("rows that wait for a seal", check.waiting, 0)
        self.bar("faults in the chain", len(check.faults), 0, [fault])
        self.bar("anchors that agree", check.agreed[1], check.sealed)

    def _prove_mutations(self) -> None:
        rand = random.Random(self.seed)
        count = max(8, int(MUTATIONS * self.share))
        spoiler = _Spoiler(rand, self.lines, self.tool)
        plan = [("none", "SELECT 1;", lambda fault: fault is None)] * CLEAN
        plan += [spoiler.next(number) for number in range(count)]
        started = time.monotonic()
        found, named, clean, by_kind, missed = 0, 0, 0, Counter(), []
        for (kind, _sql, is_right), lines in zip(plan, self._spoil(plan), strict=True):
            _check, fault = self._verify(lines)
            if kind == "none":
                clean += fault is None
                continue
            found += fault is not None
            named += fault is not None and is_right(fault)
            by_kind[kind] += 1
            if fault is None or not is_right(fault):
                missed.append(f"{kind}: {fault}")
        for kind, number in sorted(by_kind.items()):
            print(f"     {number:5} {kind}")
        print(f"     {time.monotonic() - started:.0f} s, all in the database")
        self.bar("clean copies found whole", clean, CLEAN)
        self.bar("changes found", found, count, missed)
        self.bar("first bad row named right", named, count, missed)

    def _verify(self, lines: list[dict]):
        return self.tool.verify(lambda: iter(lines), self.anchors)

    def _spoil(self, plan: list):
        """Yield the export of each spoiled state; one psql, one transaction each."""
        export = (self.paths.checkout / "tools/export_audit.sql").read_text()
        export = export.split("BEGIN ISOLATION", 1)[1].split(";", 1)[1]
        export = export.replace("COMMIT;", "")
        script = self.scratch / "spoil.sql"
        with script.open("w", encoding="utf-8") as file:
            for _kind, statements, _is_right in plan:
                # the owner's triggers would refuse: a superuser can turn them off
                file.write("BEGIN; SET LOCAL session_replication_role = replica;\n")
                file.write(f"{statements}\n{export}\nROLLBACK;\n\\echo NEXT\n")
        process = subprocess.Popen(
            [
                str(self.database.cluster.postgres.programs / "psql"),
                *("-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "postgres"),
                *("-d", self.database.name, "-f", str(script)),
            ],
            env=self.database.cluster.environment(),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        lines = []
        with process:
            for text in process.stdout:
                if text == "NEXT\n":
                    yield lines
                    lines = []
                elif text.startswith("{"):
                    lines.append(json.loads(text))
        if process.returncode:
            raise Fault("A change could not be made; see above.")

    # plumbing
    def bar(self, name: str, value: int, limit: int, listed=()) -> None:
        holds = value == limit
        self.passed, self.failed = self.passed + holds, self.failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {name}: {value} of {limit}")
        if not holds:
            for line in listed[:40]:
                print(f"       {line}")

    def _shell(self, script: str) -> list:
        rows = self.database.cluster.query(
            "SELECT count(*) FROM cc_audit_entry", self.database.name
        )
        self.before = int(rows[0][0])
        done = subprocess.run(
            self.instance.command("shell", "--no-http", "--log-level=critical"),
            input=script,
            env=self.instance.environment(CC_AUDIT_ANCHOR_DIR=str(self.scratch)),
            capture_output=True,
            text=True,
        )
        if "WRITTEN" not in done.stdout:
            raise Fault(
                f"The writers did not come to their end:\n{done.stderr[-3000:]}"
            )
        return json.loads(done.stdout.split("WRITTEN", 1)[1].splitlines()[0])


class _Spoiler:
    """Makes seeded changes: (kind, SQL, whether a fault names the right place)."""

    def __init__(self, rand: random.Random, lines: list[dict], tool):
        self.rand, self.tool = rand, tool
        self.seals = [line for line in lines if line.get("seq")]
        self.last = len(self.seals)
        self.kinds = (
            self.change_entry,
            self.change_seal,
            self.delete,
            self.insert,
            self.swap,
            self.cut_tail,
            self.rewrite,
        )

    def next(self, number: int):
        return self.kinds[number % len(self.kinds)]()

    def pick(self, below: int = 0):
        """Return a random place and its line."""
        seq = self.rand.randint(1, self.last - below)
        return seq, self.seals[seq - 1]

    def change_entry(self):
        seq, line = self.pick()
        column = self.rand.choice(self.tool_columns())
        sql = f"UPDATE public.cc_audit_entry SET {column} = {self.other(column)}"
        sql += f" WHERE id = {line['entry_id']};"
        return f"change {column}", sql, at(seq)

    def tool_columns(self):
        return sorted(self.seals[0]["row"])

    def other(self, column: str) -> str:
        """Return SQL for a value that differs by little from what is there."""
        if column in TEXTS:
            # one letter of the text becomes another
            place = f"(1 + {self.rand.randint(0, 99)} % length({column}))"
            letter = f"substr({column}, {place}, 1)"
            new = f"translate({letter}, {letter}, chr(ascii({letter}) # 1))"
            return f"coalesce(overlay({column} placing {new} from {place} for 1), 'x')"
        return {
            "id": "id + 10000000",
            "logged_at": "logged_at + interval '1 microsecond'",
            "cluster": "cluster # 1",
            "xid": "(xid::text::bigint # 1)::text::xid8",
            "detail": "jsonb_set(coalesce(detail, '{}'), '{count}', '77')",
            "hmacs": """jsonb_set(coalesce(hmacs, '{}'), '{phone}', to_jsonb(
                overlay(coalesce(hmacs ->> 'phone', 'x') placing 'z' from 1 for 1)))""",
        }.get(column, f"coalesce({column}, 0) # 1")

    def change_seal(self):
        seq, _line = self.pick()
        column = self.rand.choice(("hash", "entry_id", "seq"))
        place = self.rand.randrange(32)
        value = {
            "hash": f"set_byte(hash, {place}, get_byte(hash, {place}) # 1)",
            "entry_id": "entry_id + 10000000",
            "seq": "seq + 10000000",
        }[column]
        sql = f"UPDATE public.cc_audit_seal SET {column} = {value} WHERE seq = {seq};"
        return f"change seal's {column}", sql, at(seq)

    def delete(self):
        seq, line = self.pick()
        row = f"DELETE FROM public.cc_audit_entry WHERE id = {line['entry_id']};"
        seal = f"DELETE FROM public.cc_audit_seal WHERE seq = {seq};"
        what = self.rand.choice(("row", "seal", "row and seal", "row, renumbered"))
        sql = {"row": row, "seal": seal}.get(what, row + seal)
        if what == "row, renumbered":
            sql += renumber(seq + 1, -1)
        return f"delete {what}", sql, at(seq)

    def insert(self):
        seq, line = self.pick()
        row = dict(line["row"], id=-seq, user_id=2)
        what = self.rand.choice(("row", "row and seal", "row and right seal"))
        columns = ", ".join(sorted(set(row) - {"id", "user_id"}))
        sql = f"INSERT INTO public.cc_audit_entry (id, user_id, {columns})"
        sql += f" SELECT {-seq}, 2, {columns} FROM public.cc_audit_entry"
        sql += f" WHERE id = {line['entry_id']};"
        if what != "row":
            head = self.head_before(seq)
            digest = self.rand.randbytes(32)
            if what == "row and right seal":
                digest = self.tool.link(head, row)
            sql += renumber(seq, 1)
            sql += "INSERT INTO public.cc_audit_seal (seq, entry_id, hash) VALUES"
            sql += f" ({seq}, {-seq}, '\\x{digest.hex()}');"
        return f"insert {what}", sql, lambda fault: fault.entry_id == -seq

    def swap(self):
        one, two = sorted(self.rand.sample(range(1, self.last + 1), 2))
        a, b = (self.seals[seq - 1]["entry_id"] for seq in (one, two))
        what = self.rand.choice(("rows", "entry_id", "hash", "seq"))
        if what == "rows":
            sql = exchange("public.cc_audit_entry", "id", a, b)
        elif what == "seq":
            sql = exchange("public.cc_audit_seal", "seq", one, two)
        elif what == "entry_id":
            sql = exchange("public.cc_audit_seal", "entry_id", a, b)
        else:
            left, right = (self.seals[seq - 1]["hash"] for seq in (one, two))
            sql = "UPDATE public.cc_audit_seal SET hash = CASE seq"
            sql += f" WHEN {one} THEN '\\x{right}'::bytea ELSE '\\x{left}'::bytea END"
            sql += f" WHERE seq IN ({one}, {two});"
        return f"swap {what}", sql, at(one)

    def cut_tail(self):
        first = self.rand.randint(max(1, self.last - 200), self.last)
        what = self.rand.choice(("rows", "seals", "rows and seals"))
        ids = ", ".join(str(line["entry_id"]) for line in self.seals[first - 1 :])
        rows = f"DELETE FROM public.cc_audit_entry WHERE id IN ({ids});"
        seals = f"DELETE FROM public.cc_audit_seal WHERE seq >= {first};"
        sql = {"rows": rows, "seals": seals}.get(what, rows + seals)
        return f"cut tail of {what}", sql, at(first)

    def rewrite(self):
        """Change a row and make the whole chain fit again: only anchors know."""
        seq, line = self.pick()
        head = self.head_before(seq)
        values = []
        for other in self.seals[seq - 1 :]:
            row = other["row"]
            if other is line:
                row = dict(row, user_id=row["user_id"] + 1)
            head = self.tool.link(head, row)
            values.append(f"({other['seq']}, '\\x{head.hex()}'::bytea)")
        sql = "UPDATE public.cc_audit_entry SET user_id = user_id + 1"
        sql += f" WHERE id = {line['entry_id']};"
        sql += "UPDATE public.cc_audit_seal seal SET hash = new.hash"
        sql += f" FROM (VALUES {', '.join(values)}) new (seq, hash)"
        sql += " WHERE seal.seq = new.seq;"
        return "rewrite", sql, lambda fault: fault.first <= seq <= fault.last

    def head_before(self, seq: int) -> bytes:
        if seq == 1:
            return self.tool.START
        return bytes.fromhex(self.seals[seq - 2]["hash"])


def at(seq: int):
    return lambda fault: fault.first == seq


def renumber(first: int, step: int) -> str:
    """Return SQL that moves all seals from `first` on; by way of negative numbers."""
    table = "UPDATE public.cc_audit_seal SET seq ="
    return f"{table} -(seq + {step}) WHERE seq >= {first};{table} -seq WHERE seq < 0;"


def exchange(table: str, column: str, one: int, two: int) -> str:
    """Return SQL that exchanges a unique value of two rows."""
    change = f"UPDATE {table} SET {column} ="
    return (
        f"{change} -9 WHERE {column} = {one};{change} {one} WHERE {column} = {two};"
        f"{change} {two} WHERE {column} = -9;"
    )
