"""A PBX's events taken down and built into calls, beside many that are there."""

import json
import os
import random
import time
from pathlib import Path

import rows as generator

TABLES = (
    "res_partner",
    "cc_identity",
    "cc_interaction",
    "cc_call",
    "cc_call_leg",
    "cc_call_event",
)
SAMPLE = "engine/tests/samples/desk.jsonl"
BATCH = 500  # lines, as the connector sends them
TICKS = os.sysconf("SC_CLK_TCK")
# of the calls that are there: 1,000 days up to the new ones
FIRST = 1_709_000_000
EACH = 86
NUMBERS = 5_000  # callers of the new calls: half of them have called before


def run(env, count, rows):
    """Return what it took: seconds by wall and CPU, lines and calls.

    :param count: calls to come in each of the two ways
    :param rows: calls there are before
    """
    pbx = make_pbx(env)
    start = time.perf_counter()
    fill(env, pbx, rows)
    found = {"load": round(time.perf_counter() - start, 1)}
    accept(env, pbx, batches(traffic("warm", 50)))
    drain(env)
    env.cr.execute("SELECT count(*) FROM cc_call")
    before = env.cr.fetchone()[0]
    # a backlog: taken down, then drained many batches at once
    told = list(batches(traffic("rest", count)))
    found["lines"] = sum(len(batch) for batch in told)
    found["accept"] = clocked(env, lambda: accept(env, pbx, told))
    found["backlog"] = clocked(env, lambda: drain(env))
    # as it comes: each batch drained before the next, most calls are built twice
    told = list(batches(traffic("live", count)))

    def live():
        for batch in told:
            accept(env, pbx, [batch])
            drain(env)

    found["live"] = clocked(env, live)
    check(env, pbx, before, 2 * count)
    return found


def make_pbx(env):
    """Return a PBX with a line, a queue, a trunk and two phones."""
    client = env["cc.client"].create({"name": "Bench", "code": "BENCH"})
    direction = env["cc.direction"].create(
        {"name": "Bench", "code": "BENCH", "client_ids": client.ids}
    )
    channel = env["cc.channel"].create(
        {"name": "Bench", "kind": "phone", "direction_id": direction.id}
    )
    users = env["res.users"].create(
        [{"name": f"Operator {at}", "login": f"bench{at}"} for at in (1, 2)]
    )
    pbx = env["cc.pbx"].create(
        {"name": "Bench", "code": "bench", "direction_id": direction.id}
    )
    own = {"pbx_id": pbx.id}
    env["cc.pbx.line"].create(own | {"number": "+74950001", "channel_id": channel.id})
    env["cc.pbx.queue"].create(own | {"name": "support"})
    env["cc.pbx.trunk"].create(own | {"peer": "trunk"})
    env["cc.pbx.extension"].create(
        [
            own | {"number": f"10{at + 1}", "user_id": user.id}
            for at, user in enumerate(users)
        ]
    )
    env.cr.commit()
    return pbx


# what is there
def fill(env, pbx, rows):
    """Write calls with contacts, phones, people and kept lines, by SQL."""
    generator.TABLES = TABLES
    names = {
        "pbx": pbx.id,
        "channel": pbx.line_ids.channel_id.id,
        "direction": pbx.direction_id.id,
        "client": pbx.channel_id._client().id,
        "line": pbx.line_ids.id,
        "queue": pbx.queue_ids.id,
        "people": max(NUMBERS, rows // 5),
        "rows": rows,
        "first": FIRST,
        "each": EACH,
    }
    env.cr.execute("SET synchronous_commit = off")
    with generator.bare_tables(env):
        for statement in statements():
            env.cr.execute(statement, names)
        env.cr.commit()
    with env.registry.cursor() as cr:
        cr._cnx.rollback()
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")
        cr._cnx.autocommit = False
    env.cr.execute("SET synchronous_commit = on")


def statements():
    yield """
        CREATE TEMP TABLE people AS
        SELECT nextval('res_partner_id_seq')::int AS id, at,
               '+7900' || lpad(at::text, 7, '0') AS number
          FROM generate_series(0, %(people)s - 1) AS at
    """
    yield """
        INSERT INTO res_partner (id, name, complete_name, is_cc_applicant,
               cc_client_id, active, create_date)
        SELECT id, 'No name', 'No name', true, %(client)s, true, now() FROM people
    """
    yield """
        INSERT INTO cc_identity (partner_id, client_id, kind, value, active)
        SELECT id, %(client)s, 'phone', number, true FROM people
    """
    yield """
        CREATE TEMP TABLE calls AS
        SELECT nextval('cc_call_id_seq')::int AS id,
               nextval('cc_interaction_id_seq')::int AS contact, at,
               'pbx1-' || (%(first)s + at * %(each)s)::text || '.' || at AS linked_id,
               to_timestamp(%(first)s + at * %(each)s) AT TIME ZONE 'UTC' AS moment,
               at %% %(people)s AS person
          FROM generate_series(0, %(rows)s - 1) AS at
    """
    yield """
        INSERT INTO cc_interaction (id, channel_id, direction_id, client_id, kind,
               is_outbound, partner_id, happened_at, needs_answer)
        SELECT contact, %(channel)s, %(direction)s, %(client)s, 'phone_call', false,
               p.id, moment, false
          FROM calls JOIN people p ON p.at = person
    """
    yield """
        INSERT INTO cc_call (id, pbx_id, linked_id, channel_id, direction_id, client_id,
               line_id, queue_id, kind, partner_id, number_text, number_masked,
               started_at, ended_at, outcome, is_complete, interaction_id)
        SELECT c.id, %(pbx)s, linked_id, %(channel)s, %(direction)s, %(client)s,
               %(line)s, %(queue)s, 'in', p.id, number, '+7 900 ***-**-00', moment,
               moment + interval '1 minute', 'answered', true, contact
          FROM calls c JOIN people p ON p.at = person
    """
    yield """
        INSERT INTO cc_call_leg (call_id, direction_id, client_id, peer, rang_at,
               outcome)
        SELECT id, %(direction)s, %(client)s, '101', moment, 'answered' FROM calls
    """
    yield """
        INSERT INTO cc_call_event (pbx_id, linked_id, digest, place, line)
        SELECT %(pbx)s, linked_id, md5(linked_id || step), '0:' || at * 7 + step,
               '{"eventtype":"ANSWER","eventtime":"1795338817.073009","linkedid":"'
               || linked_id || repeat(' ', 300) || '"}'
          FROM calls, generate_series(1, 7) AS step
    """


# what comes
def traffic(name, count):
    """Return the lines of so many calls, ten a second, as a PBX would write them."""
    import odoo.addons.cc_telephony as addon

    recorded = (Path(addon.__file__).parent / SAMPLE).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in recorded]
    by_call = {}
    for row in rows:
        by_call.setdefault(row["linkedid"], []).append(row)
    models, chance = list(by_call.values()), random.Random(name)
    lines = []
    for at in range(count):
        model = models[chance.randrange(5)]
        began = float(model[0]["eventtime"])
        number = f"+79{chance.choice(('00', '99'))}{chance.randrange(NUMBERS):07}"
        later = 1_795_400_000 + at / 10 - began
        old, new = model[0]["linkedid"], f"pbx1-{int(began + later)}.{name}{at}"
        for row in model:
            text = json.dumps(row | {"eventtime": "TIME"})
            text = text.replace("+79161112233", number).replace(old, new)
            moment = float(row["eventtime"]) + later
            lines.append((moment, text.replace("TIME", f"{moment:.6f}")))
    lines.sort()
    return [line for _moment, line in lines]


def batches(lines):
    """Yield the lines in batches of the protocol, as pairs of key and line."""
    for start in range(0, len(lines), BATCH):
        part = lines[start : start + BATCH]
        yield [(f"1:{start + at}", line) for at, line in enumerate(part)]


def accept(env, pbx, many):
    """Take batches down as the endpoint does: each is on disk before it is said."""
    inbox = env["cc.inbox.event"]
    for batch in many:
        told = [{"key": key, "line": line} for key, line in batch]
        raw = json.dumps({"lines": told}).encode()
        json.loads(raw)
        inbox._record(pbx.channel_id, [{"raw": raw, "source_name": "bench"}])
        env.cr.commit()


def drain(env):
    while env["cc.inbox.event"]._drain():
        pass
    env.cr.commit()


def clocked(env, work):
    """Return [wall, CPU of this process and its backend] in seconds."""
    env.invalidate_all()
    before = clocks(env)
    work()
    return [
        round(after - was, 3) for was, after in zip(before, clocks(env), strict=True)
    ]


def clocks(env):
    backend = Path(f"/proc/{env.cr._cnx.info.backend_pid}/stat").read_text()
    user, system = backend.rpartition(")")[2].split()[11:13]
    cpu = time.process_time() + (int(user) + int(system)) / TICKS
    return time.perf_counter(), cpu


def check(env, pbx, before, count):
    """Each call has its card, its contact, who called and its phones."""
    env.cr.execute("SELECT count(*) FROM cc_call")
    assert env.cr.fetchone()[0] == before + count
    env.cr.execute(
        "SELECT count(*) FROM cc_call c JOIN cc_interaction i ON i.id = interaction_id"
        " WHERE c.id > (SELECT max(id) FROM cc_call) - %s AND c.is_complete"
        " AND c.partner_id = i.partner_id AND c.line_id IS NOT NULL AND EXISTS"
        " (SELECT FROM cc_call_leg l WHERE l.call_id = c.id)",
        [count],
    )
    found = env.cr.fetchone()[0]
    assert found == count, (found, count)
    env.cr.execute(
        "SELECT state, count(*) FROM cc_inbox_event WHERE channel_id = %s GROUP BY 1",
        [pbx.channel_id.id],
    )
    assert [state for state, _count in env.cr.fetchall()] == ["processed"]
