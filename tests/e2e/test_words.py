"""Words not yet on the server survive F5, a crash, a logout, and a second tab."""

from urllib import request

from journal_desk import BANNER, MATTER, REPLY, UNSAVED

ENDS = """
SELECT name, state, (SELECT count(*) FROM cc_appeal_interval step
        WHERE step.appeal_id = appeal.id AND step.state = 'closed')
  FROM cc_appeal appeal WHERE id = %d
"""
DRAFT = "SELECT body FROM cc_reply_draft WHERE appeal_id = %d"


def ends(live, appeal):
    return tuple(live.query(ENDS % appeal)[0])


def test_words_survive_a_crash_and_go_once(live_odoo, appeals, desk):
    appeal, other = appeals[:2]
    desk.log_in(appeal)
    # F5 before the server has heard of it
    desk.line.cut("/reply_save")
    desk.write(REPLY, "Слова до перезагрузки")
    live_odoo.wait(desk.slots, "the words on the disk")
    desk.reload()
    desk.has(REPLY, "Слова до перезагрузки")
    # no connection: the answer is being written, the matter is left, a step is decided
    desk.line.cut()
    desk.write(REPLY, "Сорокаведёрный ответ")
    desk.write(MATTER, "Сорокаведёрная суть")
    desk.leave_field()
    desk.page.wait(f"{UNSAVED} .fa-plug")
    desk.close_appeal()
    desk.has(BANNER, "(2)")
    kinds = [slot.partition(":")[0] for slot in desk.slots()]
    assert sorted(kinds) == ["post", "post", "reply"]
    desk.crash()
    assert desk.plain("Сорокаведёрн") == []
    assert ends(live_odoo, appeal) == ("Matter 0", "registered", "0")
    desk.line.mend()
    desk.log_in(other)
    desk.gone(BANNER)
    live_odoo.wait(lambda: ends(live_odoo, appeal)[1] == "closed", "the step")
    assert ends(live_odoo, appeal) == ("Сорокаведёрная суть", "closed", "1")
    assert desk.line.count("/journal_save") == desk.line.count("/action_close") == 1
    # the answer was not decided: it is there again, and now with the server
    wanted = [["Сорокаведёрный ответ"]]
    assert live_odoo.query(DRAFT % appeal) != wanted
    desk.page.open(f"{desk.line.url}/odoo/journal?row=cc.appeal,{appeal}")
    desk.has(REPLY, "Сорокаведёрный ответ")
    live_odoo.wait(lambda: live_odoo.query(DRAFT % appeal) == wanted, "the draft")


def test_nothing_is_left_after_logout(live_odoo, appeals, desk):
    desk.log_in(appeals[1])
    second = desk.page.tab()
    desk.enter(appeals[1], second)
    desk.line.cut("/reply_save")
    desk.write(REPLY, "Тайные слова")
    live_odoo.wait(desk.slots, "the words on the disk")
    desk.page.click(".o_user_menu button")
    desk.page.click("[data-menu=logout]")
    desk.page.wait("input[name=password]")
    # the other tab still stands, and what is typed there is not stored either
    desk.write(REPLY, "Поздние слова", second)
    desk.log_in()
    assert desk.slots() == []
    second.close()
    desk.page.kill()
    assert desk.plain("Тайные") == desk.plain("Поздние") == []


def test_two_tabs_have_the_same_words_and_send_once(live_odoo, appeals, desk):
    appeal = appeals[2]
    desk.log_in(appeal)
    second = desk.page.tab()
    desk.enter(page=second)
    desk.line.cut("/reply_save")
    desk.write(REPLY, "Одни слова на двоих")
    desk.show(appeal, second)
    desk.has(REPLY, "Одни слова на двоих", second)
    # decided in one tab; the other one, loaded meanwhile, leaves it alone
    desk.line.cut("/action_close")
    desk.close_appeal()
    desk.page.wait(BANNER)
    desk.reload(second)
    desk.arrive(page=second)
    desk.line.mend()
    live_odoo.wait(lambda: ends(live_odoo, appeal)[1] == "closed", "the step")
    desk.gone(BANNER)
    assert desk.line.count("/action_close") == 1
    # what a closed tab left is brought by the one that stays
    appeal = appeals[3]
    desk.line.cut("/action_close")
    desk.show(appeal)
    desk.close_appeal()
    desk.page.wait(BANNER)
    desk.reload(second)
    desk.arrive(page=second)
    desk.page.open("about:blank")
    desk.line.mend()
    live_odoo.wait(lambda: ends(live_odoo, appeal)[1] == "closed", "the step")
    assert desk.line.count("/action_close") == 2
    assert ends(live_odoo, appeal)[2] == "1"
    second.close()


def test_a_session_that_ends_while_typing(live_odoo, appeals, desk):
    appeal = appeals[4]
    desk.log_in(appeal)
    end_session(desk)
    desk.write(MATTER, "Написано без сеанса")
    desk.write(REPLY, "Слова без сеанса")
    desk.page.wait(f"{UNSAVED} .fa-plug")
    desk.page.wait(BANNER)
    desk.page.wait(".o_cc_reply_draft.o_cc_tone_warning")
    assert not desk.page.run("!!document.querySelector('.modal')")
    assert desk.value(REPLY) == "Слова без сеанса"
    tab = desk.page.tab()
    desk.log_in(page=tab)
    desk.gone(BANNER)
    desk.gone(UNSAVED)
    live_odoo.wait(
        lambda: ends(live_odoo, appeal)[0] == "Написано без сеанса", "the matter"
    )
    wanted = [["Слова без сеанса"]]
    live_odoo.wait(lambda: live_odoo.query(DRAFT % appeal) == wanted, "the draft")
    assert desk.value(REPLY) == "Слова без сеанса"
    tab.close()


def end_session(desk):
    """Log the session out at the server, behind the page's back."""
    cookies = desk.page.call("Network.getCookies", urls=[desk.line.url])["cookies"]
    number = next(each["value"] for each in cookies if each["name"] == "session_id")
    asked = request.Request(
        f"http://127.0.0.1:{desk.line.http_port}/web/session/logout",
        headers={"Cookie": f"session_id={number}"},
    )
    request.urlopen(asked, timeout=30).close()
