"""Requests of the Journal over many appeals and calls."""

import time

import rows as generator
import screen

LOYAL = 2_000  # contacts, and appeals, of the person who comes most
CALLED = 40  # call-backs that are owed


def run(env, rows):
    """Return {"load": seconds, "asked": {name: (milliseconds, statements, rows)}}."""
    start = time.perf_counter()
    cast = generator.generate(env, rows)
    side = {"direction": cast["directions"][0], "client": cast["clients"][0]}
    fill(env, side, rows)
    load = time.perf_counter() - start
    env.cr.execute("SET jit = off")
    found = asked(env, cast["operator"], side)
    env.cr.rollback()
    return {"load": round(load, 1), "asked": found}


def asked(env, operator, side):
    """Return what each request takes of an operator."""
    companies = env["res.users"].browse(operator).company_ids.ids
    user = env["res.users"].browse(operator)
    journal = env["cc.journal"].with_user(user)
    journal = journal.with_context(allowed_company_ids=companies)
    loyal, usual = people(env, side)
    appeal = one(
        env,
        "SELECT id FROM cc_appeal WHERE owner_id = %s AND is_open"
        " AND state = 'handed_over' ORDER BY id LIMIT 1",
        operator,
    )
    callback = one(env, "SELECT min(id) FROM cc_callback")
    requests = {
        "window opens": lambda: journal.journal_start()["rows"],
        "list, mine": lambda: journal.journal_rows("mine")["rows"],
        "list, queue": lambda: journal.journal_rows("queue")["rows"],
        "list, missed": lambda: journal.journal_rows("missed")["rows"],
        "an appeal": lambda: contact(journal, "cc.appeal", appeal),
        "a call-back": lambda: contact(journal, "cc.callback", callback),
        "a person": lambda: contact(journal, "res.partner", usual),
        f"a person with {LOYAL} appeals and calls": lambda: contact(
            journal, "res.partner", loyal
        ),
    }
    return {name: measured(env, ask) for name, ask in requests.items()}


def contact(journal, model, number):
    return journal.journal_contact(model, number)["chronology"]["entries"]


def measured(env, ask):
    """Return (milliseconds, statements, rows) of a request."""
    milliseconds = screen.measure(env, ask)
    env.invalidate_all()
    env.cr.cache.clear()
    before = env.cr.sql_log_count
    shown = len(ask())
    return milliseconds, env.cr.sql_log_count - before, shown


def people(env, side):
    """Return the ids of who comes most, and of one who comes often."""
    env.cr.execute(
        "SELECT partner_id FROM cc_interaction WHERE client_id = %(client)s"
        " AND partner_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 100",
        side,
    )
    found = [row[0] for row in env.cr.fetchall()]
    return found[0], found[-1]


def one(env, query, *params):
    env.cr.execute(query, params)
    return env.cr.fetchone()[0]


# what is there beside appeals and letters
def fill(env, side, rows):
    """Write calls with their contacts, call-backs, and the person who comes most."""
    generator.TABLES = (*generator.TABLES, "cc_call", "cc_callback")
    side = side | make_pbx(env, side) | {"rows": rows, "loyal": LOYAL, "owed": CALLED}
    env.cr.commit()
    env.cr.execute("SET synchronous_commit = off")
    with generator.bare_tables(env):
        for statement in statements():
            env.cr.execute(statement, side)
        env.cr.commit()
    with env.registry.cursor() as cr:
        cr._cnx.rollback()
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")
        cr._cnx.autocommit = False


def make_pbx(env, side):
    pbx = env["cc.pbx"].create(
        {"name": "Bench", "code": "bench", "direction_id": side["direction"]}
    )
    channel = env["cc.channel"].create(
        {
            "name": "Bench",
            "kind": "phone",
            "direction_id": side["direction"],
            "client_id": side["client"],
        }
    )
    line = env["cc.pbx.line"].create(
        {"pbx_id": pbx.id, "number": "+74950001", "channel_id": channel.id}
    )
    return {"pbx": pbx.id, "channel": channel.id, "line": line.id}


def statements():
    yield """
        CREATE TEMP TABLE caller AS
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place,
               count(*) OVER () AS size
          FROM res_partner WHERE is_cc_applicant AND cc_client_id = %(client)s
    """
    yield "CREATE UNIQUE INDEX ON caller (place)"
    yield "ANALYZE caller"
    # the last calls are all of one person
    yield """
        CREATE TEMP TABLE made AS
        SELECT nextval('cc_call_id_seq')::int AS id, at,
               nextval('cc_interaction_id_seq')::int AS contact,
               now() AT TIME ZONE 'UTC' - at * interval '80 seconds' AS moment,
               CASE WHEN at < %(loyal)s THEN 0
                    ELSE at %% (SELECT size FROM caller LIMIT 1) END AS place
          FROM generate_series(1, %(rows)s) AS at
    """
    yield """
        INSERT INTO cc_interaction (id, channel_id, direction_id, client_id, kind,
               is_outbound, partner_id, happened_at, needs_answer, subject)
        SELECT made.contact, %(channel)s, %(direction)s, %(client)s, 'phone_call',
               false, caller.id, moment, false, 'Call'
          FROM made JOIN caller USING (place)
    """
    yield """
        INSERT INTO cc_call (id, pbx_id, linked_id, channel_id, direction_id,
               client_id, line_id, kind, partner_id, number_masked, started_at,
               ended_at, outcome, is_complete, interaction_id, talk_seconds,
               wait_seconds)
        SELECT made.id, %(pbx)s, 'bench-' || at, %(channel)s, %(direction)s, %(client)s,
               %(line)s, 'in', caller.id, '+7 900 ***-**-00', moment,
               moment + interval '1 minute',
               CASE WHEN at <= %(owed)s THEN 'abandoned' ELSE 'answered' END, true,
               contact, 40, 5
          FROM made JOIN caller USING (place)
    """
    yield """
        INSERT INTO cc_callback (pbx_id, channel_id, direction_id, client_id, line_id,
               number_key, number_masked, is_callable, last_call_id, try_count,
               first_try_at, last_try_at, due_at, state)
        SELECT %(pbx)s, %(channel)s, %(direction)s, %(client)s, %(line)s, 'k' || at,
               '+7 900 ***-**-00', true, id, 1, moment, moment,
               moment + interval '1 hour', 'open'
          FROM made WHERE at <= %(owed)s
    """
    # and so are the first appeals, whoever had written them
    yield """
        UPDATE cc_appeal SET applicant_id = (SELECT id FROM caller WHERE place = 0)
         WHERE id IN (SELECT id FROM cc_appeal WHERE client_id = %(client)s
                       ORDER BY id LIMIT %(loyal)s)
    """
    yield """
        UPDATE cc_interaction SET partner_id = (SELECT id FROM caller WHERE place = 0)
         WHERE id IN (SELECT rel.interaction_id FROM cc_appeal_interaction_rel rel
                        JOIN cc_appeal appeal ON appeal.id = rel.appeal_id
                       WHERE appeal.applicant_id
                             = (SELECT id FROM caller WHERE place = 0))
    """
