"""Appeals made one by one and in batches, and the peer's tickets the same way."""

import time

import rows as generator

BATCH = 100


def run(env, count, rows):
    """Return creates per second by name, ours and the peer's.

    :param count: how many are made one by one, and as many again in batches
    :param rows: how many there are before
    """
    cast = generator.generate(env, rows)
    user = env["res.users"].browse(cast["operator"])
    ours = figures(env, our_values(env, cast, user), env["cc.appeal"], user, count)
    check_ours(env, 2 * count)
    theirs = {}
    if "helpdesk.ticket" in env:
        user.group_ids += env.ref("helpdesk_mgmt.group_helpdesk_user_team")
        team = env["helpdesk.ticket.team"].create({"name": "Team"})
        team.user_ids = user
        env.cr.commit()
        values = their_values(env, cast, team)
        theirs = figures(env, values, env["helpdesk.ticket"], user, count)
    return {"ours": ours, "theirs": theirs}


def figures(env, values, model, user, count):
    model = model.with_user(user)
    for i in range(5):
        model.create([values(i)])  # warm
    env.cr.commit()
    start = time.perf_counter()
    for i in range(count):
        model.create([values(i)])
        env.cr.commit()
    one = count / (time.perf_counter() - start)
    start = time.perf_counter()
    for at in range(0, count, BATCH):
        model.create([values(i) for i in range(at, min(at + BATCH, count))])
        env.cr.commit()
    many = count / (time.perf_counter() - start)
    return {"one by one": round(one, 1), f"batches of {BATCH}": round(many, 1)}


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
