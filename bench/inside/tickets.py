"""The peer, OCA helpdesk_mgmt: the same people and texts as its tickets."""

import rows as generator
import screen

LINE, COUNTED, CARDS = 80, 10_001, 40


def generate(env, cast):
    """Copy the appeals into tickets: a team per direction, the operator in two."""
    user = env["res.users"].browse(cast["operator"])
    user.group_ids += env.ref("helpdesk_mgmt.group_helpdesk_user_team")
    directions = dict.fromkeys(cast["directions"])
    for place, direction in enumerate(directions):
        members = user.ids if place < 2 else []
        directions[direction] = env["helpdesk.ticket.team"].create(
            {"name": f"Team {place}", "user_ids": [(6, 0, members)]}
        )
    stages = {
        state: env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}").id
        for state, name in (
            ("registered", "new"),
            ("handed_over", "in_progress"),
            ("feedback", "awaiting"),
            ("closed", "done"),
        )
    }
    env.flush_all()
    cases = " ".join(f"WHEN '{state}' THEN {stage}" for state, stage in stages.items())
    teams = " ".join(f"WHEN {key} THEN {team.id}" for key, team in directions.items())
    env.cr.execute(f"""
        INSERT INTO helpdesk_ticket (number, name, description, partner_id,
            commercial_partner_id, partner_name, stage_id, team_id, user_id, company_id,
            priority, sequence, active, unattended, last_stage_update, closed_date,
            create_date, write_date, create_uid, write_uid)
        SELECT 'HT' || lpad(a.id::text, 7, '0'), a.name, '<p>' || a.text || '</p>',
            a.applicant_id, a.applicant_id, p.name, CASE a.state {cases} END,
            CASE a.direction_id {teams} END, a.owner_id, {env.company.id},
            CASE a.priority WHEN '1' THEN '3' ELSE '1' END, 10, true,
            a.state = 'registered', a.received_at, a.closed_at, a.received_at,
            a.received_at, 1, 1
        FROM cc_appeal a JOIN res_partner p ON p.id = a.applicant_id ORDER BY a.id
    """)
    env.cr.commit()
    with env.registry.cursor() as cr:
        cr._cnx.rollback()
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE helpdesk_ticket")
        cr._cnx.autocommit = False


def figures(env, user, person):
    """Return milliseconds by the names our figures have."""
    tickets = env["helpdesk.ticket"].with_user(user)
    in_list, in_form = screen.spec(tickets, "list"), screen.spec(tickets, "form")
    in_card = screen.spec(tickets, "kanban")
    one = tickets.search([("partner_id", "=", person)], limit=1)
    rare = generator.WORDS["rare"]

    def page(domain, order=tickets._order):
        return lambda: tickets.web_search_read(
            domain, in_list, limit=LINE, order=order, count_limit=COUNTED
        )

    def words(text):
        return page(["|", ("name", "ilike", text), ("description", "ilike", text)])

    asked = {
        "list page": page([]),
        "board": lambda: tickets.web_read_group(
            [],
            ["stage_id"],
            [],
            auto_unfold=True,
            unfold_read_specification=in_card,
            unfold_read_default_limit=CARDS,
        ),
        "form": lambda: one.browse(one.id).web_read(in_form),
        "search of a rare word": words(rare),
        "search of a name": page([("partner_id", "ilike", "смирнова анна")]),
        "open by deadline": page([("closed", "=", False)], "create_date, id"),
        "applicant's chronology": page([("partner_id", "=", person)]),
    }
    return {name: screen.measure(env, ask) for name, ask in asked.items()}
