"""Screens of an operator over many appeals, and the same of the peer."""

import time

import rows as generator
import screen
from lxml import etree

LIST_ORDER = "is_open desc, priority desc, due_at, id desc"
LINE, COUNTED, CARDS, PAGE = 80, 10_001, 40, 30


def run(env, rows):
    """Return milliseconds by name, ours and the peer's, and the load's seconds."""
    start = time.perf_counter()
    cast = generator.generate(env, rows)
    load = time.perf_counter() - start
    env.cr.execute("SET jit = off")
    user = env["res.users"].browse(cast["operator"])
    ours = our_figures(env, user)
    env.cr.rollback()
    theirs = {}
    if "helpdesk.ticket" in env:
        import tickets

        tickets.generate(env, cast)
        theirs = tickets.figures(env, user, a_person(env))
    return {"load": round(load, 1), "ours": ours, "theirs": theirs}


def our_figures(env, user):
    appeals = env["cc.appeal"].with_user(user)
    assert "direction_id" in str(
        env["ir.rule"].with_user(user)._compute_domain("cc.appeal", "read")
    ), "the operator must be under the direction rule"
    in_list, in_form = screen.spec(appeals, "list"), screen.spec(appeals, "form")
    in_card = screen.spec(appeals, "kanban")
    person = a_person(env)
    one = appeals.search([("applicant_id", "=", person)], limit=1)

    def page(domain, order=LIST_ORDER):
        return lambda: appeals.web_search_read(
            domain, in_list, limit=LINE, order=order, count_limit=COUNTED
        )

    def board():
        appeals.web_read_group(
            [],
            ["state"],
            [],
            auto_unfold=True,
            unfold_read_specification=in_card,
            unfold_read_default_limit=CARDS,
        )
        colors = {"late": "danger", "warning": "warning", "quiet": "muted"}
        appeals.read_progress_bar(
            [], "state", {"field": "deadline_state", "colors": colors}
        )

    def panel():
        arch = appeals.get_view(view_type="search")["arch"]
        for node in etree.fromstring(arch).iter("searchpanel"):
            for field in node:
                several = "multi_" if field.get("select") == "multi" else ""
                getattr(appeals, f"search_panel_select_{several}range")(
                    field.get("name"),
                    enable_counters=field.get("enable_counters") == "1",
                    expand=field.get("expand") == "1",
                    category_domain=[],
                    search_domain=[],
                    filter_domain=[],
                    comodel_domain=[],
                    limit=200,
                )

    def chronology():
        env["res.partner"].with_user(user).browse(person).cc_chronology(None, PAGE)

    rare = generator.WORDS["rare"] + "ы"
    asked = {
        "list page": page([]),
        "side panel of the list": panel,
        "board": board,
        "form": lambda: one.browse(one.id).web_read(in_form),
        "search of a rare word": page([("find_all", "ilike", rare)]),
        "search of a frequent word": page([("find_all", "ilike", "горячая вода")]),
        "search of a name": page([("find_all", "ilike", "смирнова анна")]),
        "open by deadline": lambda: appeals.web_search_read(
            [("is_open", "=", True)],
            in_list,
            limit=LINE,
            order="due_at, id",
            count_limit=COUNTED,
        ),
        "applicant's chronology": chronology,
        "appeal's chronology": lambda: one.browse(one.id).chronology(None, PAGE),
    }
    found = appeals.search([("find_all", "ilike", rare)], limit=1)
    assert found, "the rare word must be found"
    return {name: screen.measure(env, ask) for name, ask in asked.items()}


def a_person(env):
    """Return somebody who wrote often: the 100th of all, in reach of the operator."""
    env.cr.execute(
        "SELECT applicant_id FROM cc_appeal WHERE direction_id ="
        " (SELECT min(id) FROM cc_direction WHERE code LIKE 'BL%%')"
        " GROUP BY 1 ORDER BY count(*) DESC, 1 OFFSET 99 LIMIT 1"
    )
    return env.cr.fetchone()[0]
