"""Appeals made one by one and in batches, and the peer's tickets the same way."""

import os
import time
from pathlib import Path

import rows as generator

BATCH = 100
ONE, MANY = "one by one", f"batches of {BATCH}"
TURNS = 5
WARM_UP = 5
TICKS = os.sysconf("SC_CLK_TCK")


def run(env, count, rows):
    """Return {"wall" and "cpu": {"ours" and "theirs": {way: milliseconds for one}}}.

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
    spent = {
        clock: {name: {ONE: 0.0, MANY: 0.0} for name in makers}
        for clock in ("wall", "cpu")
    }
    # in turns: what else the machine does falls on both alike
    for _turn in range(TURNS):
        for name, (model, values) in makers.items():
            taken = take_turn(env, model.with_user(user), values, count // TURNS)
            for way, (wall, cpu) in taken.items():
                spent["wall"][name][way] += wall * 1000 / count
                spent["cpu"][name][way] += cpu * 1000 / count
    check_ours(env, 2 * count)
    return spent


def take_turn(env, model, values, count):
    """Return {way: seconds by wall and CPU}: `count` one by one, again in batches."""
    for i in range(WARM_UP):
        model.create([values(i)])
    env.cr.commit()
    start = clocks(env)
    for i in range(count):
        model.create([values(i)])
        env.cr.commit()
    middle = clocks(env)
    for at in range(0, count, BATCH):
        model.create([values(i) for i in range(at, min(at + BATCH, count))])
        env.cr.commit()
    end = clocks(env)
    return {ONE: passed(start, middle), MANY: passed(middle, end)}


def clocks(env):
    """Return seconds now by wall and by CPU: of this process and of its backend."""
    backend = Path(f"/proc/{env.cr._cnx.info.backend_pid}/stat").read_text()
    user, system = backend.rpartition(")")[2].split()[11:13]
    cpu = time.process_time() + (int(user) + int(system)) / TICKS
    return time.perf_counter(), cpu


def passed(start, end):
    return tuple(after - before for before, after in zip(start, end, strict=True))


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
    """Each has its number, its term, its first step and its entry of the audit."""
    env.cr.execute(
        "SELECT count(*) FROM cc_appeal a JOIN cc_appeal_interval i ON"
        " i.appeal_id = a.id AND i.transition = 'register' JOIN cc_audit_entry e ON"
        " e.model = 'cc.appeal' AND e.res_id = a.id AND e.action ="
        " 'appeal.registered' WHERE a.create_uid != 1 AND a.owner_id IS NOT NULL"
        " AND a.topic_id IS NOT NULL AND a.due_at IS NOT NULL AND a.number IS NOT NULL"
    )
    assert env.cr.fetchone()[0] >= count
