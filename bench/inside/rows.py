"""Appeals by the hundred thousand, written by SQL: the same rows for the same seed.

Runs inside an Odoo shell (`env`). What people, topics and departments there are is made
by the ORM; people, contacts, appeals and steps in bulk, with the indexes taken off
and built anew at the end, two at a time.
"""

import contextlib
import json
import random
import threading
from pathlib import Path

WORDS = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
SEED = 5
SENTENCES = 4000
PEOPLE_SHARE = 0.4  # people per appeal
DAYS = 1000  # the history's length
OPEN_DAYS = 45  # most of what came in these is still open
RARE_EVERY = 50_000  # one appeal of so many has the rare word
TABLES = (
    "res_partner",
    "cc_identity",
    "cc_interaction",
    "cc_appeal",
    "cc_appeal_interval",
    "cc_appeal_interaction_rel",
)


def h(key, salt, size):
    """Return SQL of a number below `size` that only `key` and `salt` decide."""
    return f"((hashint8extended({key}, {SEED}0{salt}) & 2147483647) % {size})"


def generate(env, count):
    """Write `count` appeals with all that belongs to them; return the cast."""
    cast = make_cast(env)
    env.cr.commit()
    env.cr.execute("SET synchronous_commit = off")
    with bare_tables(env):
        load_sentences(env)
        for statement in statements(cast, count):
            env.cr.execute(statement)
        env.cr.commit()
    with env.registry.cursor() as cr:
        cr._cnx.rollback()
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")
        cr._cnx.autocommit = False
    return cast


def make_cast(env):
    """Make clients, directions, users and lists; return their ids."""
    ids = {}
    clients = env["cc.client"].create(
        [{"name": f"Client {i}", "code": f"B{i}"} for i in range(5)]
    )
    # two directions of one client each and a shared line of three
    shares = [clients[:1], clients[1:2], clients[2:]]
    directions = env["cc.direction"].create(
        [
            {"name": f"Line {i}", "code": f"BL{i}", "client_ids": share.ids}
            for i, share in enumerate(shares)
        ]
    )
    ids["topics"] = env["cc.topic"].create([{"name": x} for x in WORDS["topics"]]).ids
    departments = [{"name": name} for name in WORDS["departments"]]
    ids["departments"] = env["hr.department"].create(departments).ids
    # (direction, client) as an appeal carries them: weights 50, 30, 20 in a hundred
    sides = [(0, 0)] * 50 + [(1, 1)] * 30 + [(2, 2)] * 8 + [(2, 3)] * 8 + [(2, 4)] * 4
    ids["directions"] = [directions[side].id for side, _client in sides]
    ids["clients"] = [clients[client].id for _side, client in sides]
    channels = {}
    for side, client in set(sides):
        channels[side, client] = (
            env["cc.channel"]
            .create(
                {
                    "name": f"Box {side}{client}",
                    "kind": "mail",
                    "direction_id": directions[side].id,
                    "client_id": clients[client].id,
                }
            )
            .id
        )
    ids["channels"] = [channels[side] for side in sides]
    products = env["cc.product"].create(
        [{"name": f"Product {i}", "client_id": clients[i].id} for i in range(5)]
    )
    ids["products"] = [products[client].id for _side, client in sides]
    group = env.ref("cc_base.cc_base_group_operator")
    users = env["res.users"].create(
        [
            {
                "name": f"Operator {i}",
                "login": f"bench{i}",
                "group_ids": [(4, group.id)],
                "cc_direction_ids": [(6, 0, directions[:2].ids)],
            }
            for i in range(30)
        ]
    )
    ids["users"] = users.ids
    ids["operator"] = users[0].id
    return ids


@contextlib.contextmanager
def bare_tables(env):
    """Take indexes and foreign keys off for the load and build them again."""
    cr = env.cr
    cr.execute(
        "SELECT format('DROP INDEX %%I', c.relname), pg_get_indexdef(i.indexrelid)"
        # Odoo keeps an index without a comment as it is, whatever is declared
        " || coalesce(format('; COMMENT ON INDEX %%I IS %%L', c.relname,"
        " obj_description(c.oid)), '')"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE NOT i.indisprimary AND i.indrelid::regclass::text = ANY(%s)"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)",
        [list(TABLES)],
    )
    indexes = cr.fetchall()
    cr.execute(
        "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass,"
        " conname), format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',"
        " conrelid::regclass, conname, pg_get_constraintdef(oid))"
        " FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
        [list(TABLES)],
    )
    keys = cr.fetchall()
    for drop, _make in indexes + keys:
        cr.execute(drop)
    cr.commit()
    yield
    # the dear ones first, so that the two connections end together
    makes = sorted(
        (make for _drop, make in indexes),
        key=lambda x: ("tsvector" not in x, "gin" not in x),
    )
    lock, failures = threading.Lock(), []
    workers = [
        threading.Thread(target=build, args=(env.registry, makes, lock, failures))
        for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise failures[0]
    for _drop, make in keys:
        cr.execute(make)
    cr.commit()


def build(registry, makes, lock, failures):
    """Build indexes until none is left; what goes wrong is told to who waits."""
    with registry.cursor() as cr:
        cr.execute("SET maintenance_work_mem = '512MB'")
        cr.execute("SET max_parallel_maintenance_workers = 0")
        while True:
            with lock:
                if not makes or failures:
                    return
                make = makes.pop(0)
            try:
                cr.execute(make)
                cr.commit()
            except Exception as error:
                failures.append(error)
                return


def load_sentences(env):
    """Put made-up sentences into a table: an array of them would be slow to index."""
    source = random.Random(SEED)

    def pick(name):
        return source.choice(WORDS[name])

    forms = (
        lambda: f"{pick('since').capitalize()} {pick('what')}.",
        lambda: f"{pick('who').capitalize()} {pick('did')}.",
        lambda: f"{pick('what').capitalize()}, а {pick('who')} {pick('did')}.",
        lambda: f"{pick('since').capitalize()} {pick('who')} {pick('did')}.",
        lambda: pick("wish"),
    )
    env.cr.execute("CREATE TEMP TABLE sentence (place bigint PRIMARY KEY, said text)")
    rows = [(i, source.choice(forms)()) for i in range(SENTENCES)]
    env.cr.execute_values("INSERT INTO sentence VALUES %s", rows)
    env.cr.execute("ANALYZE sentence")


def word(name, key, salt):
    """Return SQL of one word of a list."""
    listed = ", ".join(f"'{each}'" for each in WORDS[name])
    return f"(ARRAY[{listed}])[1 + {h(key, salt, len(WORDS[name]))}]"


def one_of(ids, key, salt):
    return f"(ARRAY{list(ids)!r})[1 + {h(key, salt, len(ids))}]"


def statements(cast, count):
    """Yield the statements that write everything, in order."""
    people = max(1, int(count * PEOPLE_SHARE))
    yield from people_statements(cast, people)
    yield from appeal_statements(cast, count, people)


def people_statements(cast, people):
    is_woman = f"{h('i', 1, 2)} = 1"
    first = (
        f"CASE WHEN {is_woman} THEN {word('women', 'i', 2)}"
        f" ELSE {word('men', 'i', 2)} END"
    )
    yield f"""
        CREATE TEMP TABLE person AS
        SELECT i, nextval('res_partner_id_seq')::int AS id,
            (ARRAY{cast["clients"]!r})[1 + {h("i", 3, 100)}] AS client,
            {word("surnames", "i", 4)} || CASE WHEN {is_woman} THEN 'а' ELSE '' END
            || ' ' || {first} || ' ' || {word("fathers", "i", 5)}
            || CASE WHEN {is_woman} THEN 'на' ELSE 'ич' END AS name,
            '+79' || lpad(i::text, 9, '0') AS phone
        FROM generate_series(1, {people}) AS i
    """
    yield """
        INSERT INTO res_partner (id, name, complete_name, is_cc_applicant, cc_client_id,
            active, type, is_company, commercial_partner_id,
            create_uid, write_uid, create_date, write_date)
        SELECT id, name, name, true, client, true, 'contact', false, id, 1, 1,
            now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
        FROM person
    """
    columns = "partner_id, client_id, kind, value, masked, active, is_verified"
    yield f"""
        INSERT INTO cc_identity ({columns})
        SELECT id, client, 'phone', phone,
            '+7 ' || substr(phone, 3, 3) || ' ***-**-' || right(phone, 2), true, false
        FROM person
    """
    yield f"""
        INSERT INTO cc_identity ({columns})
        SELECT id, client, 'email', 'p' || i || '@example.ru', 'p…@e….ru', true, false
        FROM person
    """
    yield "CREATE UNIQUE INDEX ON person (i)"
    yield """
        CREATE TEMP TABLE people_of AS
        SELECT client, row_number() OVER (PARTITION BY client ORDER BY i) - 1 AS place,
            count(*) OVER (PARTITION BY client) AS size, id
        FROM person
    """
    yield "CREATE UNIQUE INDEX ON people_of (client, place) INCLUDE (id, size)"
    yield "ANALYZE person, people_of"


def appeal_statements(cast, count, people):
    side = f"(1 + {h('i', 10, 100)})"
    # somewhat more letters in the recent half, none from the future
    age = f"({DAYS} * power({h('i', 11, 1000000)} / 1e6, 1.2) * interval '1 day')"
    house = (
        f"'ул. ' || {word('streets', 'i', 12)} || ', дом ' || (1 + {h('i', 13, 160)})"
    )
    flat = f"', кв. ' || (1 + {h('i', 14, 200)})"
    text = " || ' ' || ".join(
        [
            word("openings", "i", 20),
            "s21.said",
            "s22.said",
            "s23.said",
            f"CASE WHEN {h('i', 24, 2)} = 1 THEN s24.said ELSE '' END",
            f"'Адрес: ' || {house} || {flat} || '. Лицевой счёт '"
            f" || (10000000 + {h('i', 26, 80000000)}) || '.'",
            word("wish", "i", 27),
        ]
    )
    played = f"' Сосед играет на {WORDS['rare']}е.'"
    rare = f"CASE WHEN i % {RARE_EVERY} = 7 THEN {played} ELSE '' END"
    subject = word("subjects", "i", 16)
    joins = " ".join(
        f"JOIN sentence s{n} ON s{n}.place = {h('i', 40 + n, SENTENCES)}"
        for n in (21, 22, 23, 24)
    )
    yield f"""
        CREATE TEMP TABLE appeal AS
        SELECT i, nextval('cc_appeal_id_seq')::int AS id, {side} AS side,
            nextval('cc_interaction_id_seq')::int AS contact,
            date_trunc('second', now() AT TIME ZONE 'UTC' - {age}) AS at,
            extract(day FROM {age}) AS age,
            {h("i", 15, 1000)} AS luck,
            upper(left({subject}, 1)) || substr({subject}, 2)
            || ', ' || {house} AS name,
            {text} || {rare} AS text
        FROM generate_series(1, {count}) AS i {joins}
    """
    # who writes: a few write often
    yield f"""
        CREATE TEMP TABLE fact AS
        SELECT a.*, p.id AS person,
            CASE WHEN age > {OPEN_DAYS} AND luck > 2 OR luck >= 600 THEN 'closed'
                WHEN luck % 10 < 5 THEN 'registered'
                WHEN luck % 10 < 8 THEN 'handed_over' ELSE 'feedback' END AS state,
            {one_of(cast["departments"], "i", 17)} AS department,
            {one_of(cast["users"], "i", 18)} AS owner
        FROM (
            SELECT *, (ARRAY{cast["clients"]!r})[side] AS client,
                (ARRAY{cast["directions"]!r})[side] AS direction,
                (ARRAY{cast["channels"]!r})[side] AS channel,
                (ARRAY{cast["products"]!r})[side] AS product
            FROM appeal
        ) a
        JOIN (SELECT client, max(size) AS size FROM people_of GROUP BY client) s
            ON s.client = a.client
        JOIN people_of p ON p.client = a.client AND p.place =
            floor(s.size * power({h("i", 19, 1000000)} / 1e6, 1.5))
    """
    yield "DROP TABLE appeal"
    yield f"""
        INSERT INTO cc_appeal (id, number, name, text, direction_id, client_id,
            product_id, topic_id, applicant_id, channel_id, department_id, owner_id,
            state, is_open, closing_method, feedback_source, control_on, priority,
            is_formal, is_anonymous, received_at, registered_at, due_at, warn_at,
            closed_at, create_uid, write_uid, create_date, write_date)
        SELECT id, to_char(at, 'YY-') || (1000000 + i), name, text, direction,
            client, CASE WHEN {h("i", 30, 3)} = 1 THEN product END,
            CASE WHEN {h("i", 31, 10)} > 0 THEN {one_of(cast["topics"], "i", 32)} END,
            person, channel,
            CASE WHEN state = 'handed_over' OR state = 'closed' AND luck % 2 = 0
                THEN department END,
            CASE WHEN state != 'registered' OR luck % 3 = 0 THEN owner END,
            state, state != 'closed', CASE WHEN state = 'closed' THEN
                (ARRAY['answered', 'answered', 'answered', 'solved_at_contact',
                    'duplicate', 'spam'])[1 + {h("i", 33, 6)}] END,
            CASE WHEN state = 'feedback' THEN 'Supplier' END,
            CASE WHEN state = 'feedback' THEN (at + interval '20 days')::date END,
            CASE WHEN {h("i", 34, 20)} = 0 THEN '1' ELSE '0' END,
            {h("i", 35, 3)} = 0, false, at, at, at + interval '30 days',
            at + interval '27 days',
            CASE WHEN state = 'closed' THEN at + luck * interval '30 minutes' END,
            1, 1, at, at
        FROM fact ORDER BY at
    """
    yield """
        INSERT INTO cc_interaction (id, channel_id, direction_id, client_id, kind,
            partner_id, identity_id, subject, body, happened_at, is_outbound,
            create_date, write_date)
        SELECT contact, channel, f.direction, f.client, 'letter', person, d.id, f.name,
            f.text, at, false, at, at
        FROM fact f JOIN cc_identity d ON d.partner_id = f.person AND d.kind = 'email'
        ORDER BY at
    """
    yield """
        INSERT INTO cc_appeal_interaction_rel (appeal_id, interaction_id)
        SELECT id, contact FROM fact
    """
    yield from step_statements()


def step_statements():
    columns = (
        "appeal_id, direction_id, client_id, state, owner_id, department_id,"
        " started_at, ended_at, transition, user_id, create_date, write_date"
    )
    later = "at + luck * interval '15 minutes'"
    end = "at + luck * interval '30 minutes'"
    yield f"""
        INSERT INTO cc_appeal_interval ({columns})
        SELECT id, direction, client, 'registered', NULL, NULL, at,
            CASE WHEN state = 'registered' THEN NULL ELSE {later} END, 'register', 1,
            at, at
        FROM fact
    """
    yield f"""
        INSERT INTO cc_appeal_interval ({columns})
        SELECT id, direction, client, 'handed_over', owner, department, {later},
            CASE WHEN state = 'handed_over' THEN NULL ELSE {end} END, 'hand_over',
            owner, at, at
        FROM fact
        WHERE state = 'handed_over' OR state = 'closed' AND luck % 2 = 0
    """
    yield f"""
        INSERT INTO cc_appeal_interval ({columns})
        SELECT id, direction, client, state, owner,
            CASE WHEN luck % 2 = 0 AND state = 'closed' THEN department END,
            CASE WHEN state = 'closed' AND luck % 2 = 0 THEN {end} ELSE {later} END,
            NULL, CASE WHEN state = 'closed' THEN 'close' ELSE 'await_feedback' END,
            owner, at, at
        FROM fact WHERE state IN ('closed', 'feedback')
    """
