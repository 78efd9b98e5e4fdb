"""Appeals made one by one and in batches, and the peer's tickets the same way."""

import time

import rows as generator

BATCH = 100
ONE, MANY = "one by one", f"batches of {BATCH}"
TURNS = 5


def run(env, count, rows):
    """Return creates per second by name, ours and the peer's.

    :param count: how many are made one by one, and as many again in batches
    :param rows: how many there are before
    """
    cast = generator.generate(env, rows)
    user = env["res.users"].browse(cast["operator"])
    makers = {"ours": (env["cc.appeal"], our_values(env, cast, user))}
    if "helpdesk.ticket" in env:
        user.group_ids += env.ref("helpdesk_mgmt.group_helpdesk_user_team")
        team = env["helpdesk.ticket.team"].create({"name": "Team"})
        team.user_ids = user
        env.cr.commit()
        makers["theirs"] = (env["helpdesk.ticket"], their_values(env, cast, team))
    seconds = {name: {ONE: 0.0, MANY: 0.0} for name in makers}
    # in turns: what else the machine does falls on both alike
    for turn in range(TURNS):
        for name, (model, values) in makers.items():
            spent = take_turn(env, model.with_user(user), values, count // TURNS, turn)
            for way, each in spent.items():
                seconds[name][way] += each
    check_ours(env, 2 * count)
    found = {
        name: {way: round(count / each, 1) for way, each in ways.items()}
        for name, ways in seconds.items()
    }
    return {"ours": found["ours"], "theirs": found.get("theirs", {})}


def take_turn(env, model, values, count, turn):
    """Return seconds for `count` made one by one, and again in batches."""
    if not turn:
        for i in range(5):
            model.create([values(i)])  # warm
    env.cr.commit()
    start = time.perf_counter()
    for i in range(count):
        model.create([values(i)])
        env.cr.commit()
    middle = time.perf_counter()
    for at in range(0, count, BATCH):
        model.create([values(i) for i in range(at, min(at + BATCH, count))])
        env.cr.commit()
    return {ONE: middle - start, MANY: time.perf_counter() - middle}


def people(env, cast):
    env.cr.execute(
        "SELECT id FROM res_partner WHERE cc_client_id = %s AND is_cc_applicant"
        " ORDER BY id LIMIT 500",
        (cast["clients"][0],),
    )
    return [row[0] for row in env.cr.fetchall()]


def our_values(env, cast, user):
    writers, topics = people(env, cast), cast["topics"]

    def values(i):
        return {
            "name": generator.WORDS["subjects"][i % 30],
            "text": " ".join(generator.WORDS["what"]) + f" {i}",
            "direction_id": cast["directions"][0],
            "client_id": cast["clients"][0],
            "channel_id": cast["channels"][0],
            "applicant_id": writers[i % len(writers)],
            # a stub of routing: a topic and an owner are chosen for each
            "topic_id": topics[i % len(topics)],
            "owner_id": user.id,
        }

    return values


def their_values(env, cast, team):
    writers = people(env, cast)

    def values(i):
        text = " ".join(generator.WORDS["what"])
        return {
            "name": generator.WORDS["subjects"][i % 30],
            "description": f"<p>{text} {i}</p>",
            "partner_id": writers[i % len(writers)],
            "team_id": team.id,
        }

    return values


def check_ours(env, count):
    """Each has its number, its term and its first step."""
    env.cr.execute(
        "SELECT count(*) FROM cc_appeal a JOIN cc_appeal_interval i ON"
        " i.appeal_id = a.id AND i.transition = 'register' WHERE a.create_uid != 1"
        " AND a.due_at IS NOT NULL AND a.number IS NOT NULL"
    )
    assert env.cr.fetchone()[0] >= count
