"""Own words apart from quotes, earlier letters and signatures."""

import pytest

from ..letter import parse
from ..mail.reply import split_reply

OWN = "Спасибо, но вопрос не решён."
QUOTED = "> Ваше обращение рассмотрено.\n> Приёмная"
EARLIER = "Ваше обращение рассмотрено.\nПриёмная"
HEADERS = [
    "пн, 2 мар. 2026 г. в 10:15, Приёмная <p@gorod.example>:",
    "02.03.2026 10:15, Приёмная пишет:",
    "02.03.2026, 10:15, \"Приёмная\" <p@gorod.example>:",
    "2 марта 2026 г., в 10:15, Приёмная <p@gorod.example> написал(а):",
    "Понедельник, 2 марта 2026, 10:15 +03:00 от Приёмная <p@gorod.example>:",
    "On Mon, Mar 2, 2026 at 10:15 AM Office <p@gorod.example> wrote:",
    "On Mon, Mar 2, 2026 at 10:15 AM Office\n<p@gorod.example>\nwrote:",
    "On 2 Mar 2026, at 10:15, Office wrote:",
    "Am 02.03.2026 um 10:15 schrieb Amt <p@gorod.example>:",
    "Le 2 mars 2026 à 10:15, Mairie <p@gorod.example> a écrit :",
]  # fmt: skip
BLOCKS = [
    "От: Приёмная [mailto:p@gorod.example]\nОтправлено: 2 марта 2026 г. 10:15\n"
    "Кому: Зоя\nТема: Ответ",
    "From: Office <p@gorod.example>\nSent: Monday, March 2, 2026 10:15\nTo: Zoya\n"
    "Subject: answer",
    "*From:* Office [mailto:p@gorod.example]\n*Sent:* Monday\n*To:* Zoya",
    "________________________________\nОт: Приёмная\nДата: 2 марта\nКому: Зоя",
    "-----Original Message-----",
    "-------- Исходное сообщение --------",
    "-------- Пересылаемое сообщение --------",
    "---------- Forwarded message ---------",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("rest", [QUOTED, EARLIER])
def test_header_of_a_quote(header, rest):
    own, folded = split_reply(f"{OWN}\n\n{header}\n\n{rest}\n")
    assert own == OWN
    assert folded.startswith(header) and "рассмотрено" in folded


@pytest.mark.parametrize("block", BLOCKS)
def test_earlier_letter_below(block):
    own, folded = split_reply(f"{OWN}\n\n{block}\n\n{EARLIER}")
    assert own == OWN
    assert "рассмотрено" in folded


def test_answers_between_quotes_are_kept():
    own, folded = split_reply("> Адрес?\nСадовая, 7\n> Телефон?\nнет телефона\n")
    assert own == "Садовая, 7\nнет телефона"
    assert folded == "> Адрес?\n> Телефон?"


def test_answer_below_the_quote_is_kept():
    own, _folded = split_reply(f"{HEADERS[0]}\n{QUOTED}\n\n{OWN}")
    assert own == OWN


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADERS[0]}\n{QUOTED}",
        "-------- Пересылаемое сообщение --------\nОт: сосед\n\nПомогите с крышей.",
        "> всё письмо стоит в цитате",
    ],
)
def test_bare_forward_is_the_letter(text):
    assert split_reply(text) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "В обращении от 2 марта 2026 в 10:15 я написал:\nнет воды.\nВоды нет и сейчас.",
        "Прошу ответить.\n\nС уважением, Зоя Щербакова\nтел. 123-45-67",
        "Список:\n-- первое\n-- второе\nИ ещё слова.",
        "Дата: завтра\nТема: вода\nПрошу помочь.",
        "Адрес: p@gorod.example\nписьмо туда не дошло.",
        "Письмо отправлено с ошибкой.",
    ],
)
def test_own_words_that_look_like_marks(text):
    assert split_reply(text) == (text, "")


@pytest.mark.parametrize(
    "signature",
    ["-- \nЗоя\nотдел кадров", "--\nЗоя", "Отправлено с iPhone", "Sent from my iPhone",
     "Отправлено из мобильной Почты Mail", "Get Outlook for Android"],
)  # fmt: skip
def test_signatures(signature):
    own, folded = split_reply(f"{OWN}\n\n{signature}\n\n{HEADERS[0]}\n{QUOTED}")
    assert own == OWN
    assert signature.split("\n")[-1] in folded


def test_long_text_below_two_dashes_is_no_signature():
    text = "Первое.\n--\n" + "\n".join(f"строка {n}" for n in range(40))
    assert split_reply(text) == (text, "")


@pytest.mark.parametrize("text", ["", "\n\n", "word"])
def test_short_texts(text):
    assert split_reply(text) == (text.strip(), "")


@pytest.mark.parametrize(
    "header",
    [
        "Op 17-feb.-2026, om 13:18 heeft Jan <j@gorod.example> het volgende geschreven:",
        "Στις Δευ 2 Μαρ 2026 στις 10:15 π.μ., ο Jan <j@gorod.example> έγραψε:",
        "2026年3月2日 10:15 Jan <j@gorod.example> 寫道：",
        "2026년 3월 2일 (월) 오전 10:15, Jan <j@gorod.example>님이 작성:",
        "2 martie 2026, 10:15, Jan <j@gorod.example> a scris:",
        "2026/3/2 Jan <j@gorod.example>",
        "On Mon, Mar 2, 2026 at 10:15 AM Jan\n\n<\nmailto:j@gorod.example\n> wrote:",
        "Jan <j@gorod.example> 2 марта 2026 г., 10:15:",
        "---- Jan wrote ----",
        "------On 03/02/2026 10:15 AM, Jan wrote-----",
        "-----Antwort Nachricht-----",
        "---------- 转发的邮件 ----------\nFrom: Jan",
        "Date: Mon, 2 Mar 2026 10:15:02 +0300\nTo: j@gorod.example",
        "From: j@gorod.example\nDate: Mon, 2 Mar 2026 10:15:02 +0300",
    ],
)
def test_header_of_other_languages_and_programs(header):
    own, folded = split_reply(f"{OWN}\n\n{header}\n\n{EARLIER}")
    assert own == OWN
    assert folded.startswith(header.split("\n")[0]) and "рассмотрено" in folded


@pytest.mark.parametrize(
    "line",
    [
        "Sendt fra min iPad", "Skickat från min iPhone", "Verzonden vanaf mijn iPhone",
        "發自我的 iPhone", "Надіслано із телефону", "Get [Outlook for iOS](https://a.ms/x)",
        "Sent from Outlook Mobile<https://a.example/x>", "iPhone'umdan gönderildi",
        "Получить Outlook для Android (https://aka.ms/x)", "Скачать Outlook для iOS",
        "Отправлено из мобильной Почты Mail (https://trk.example/1)",
    ],
)  # fmt: skip
def test_phones_of_other_languages(line):
    assert split_reply(f"{OWN}\n\n{line}") == (OWN, line)


@pytest.mark.parametrize(
    "mark",
    ['id="divRplyFwdMsg" dir="ltr"', "class='ydp1 yahoo_quoted'",
     'id="mail-editor-reference-message-container"'],
)  # fmt: skip
def test_earlier_letter_in_a_language_nobody_knows(mark):
    page = f"<p>{OWN}</p><div {mark}><b>Ուղարկող՝</b> a@b.example<br>{EARLIER}</div>"
    raw = f"From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n{page}"
    letter = parse(raw.encode())
    assert letter.body == OWN
    assert letter.quote.endswith("Приёмная")


def test_words_that_name_a_mark_are_words():
    page = f"<p>yahoo_quoted {OWN}</p><p>{EARLIER}</p>"
    letter = parse(f"From: a@b.example\nContent-Type: text/html\n\n{page}".encode())
    assert letter.quote == "" and OWN in letter.body


def test_quote_with_initials():
    own, folded = split_reply(f"ИП> Адрес?\nИП> Дом?\n{OWN}")
    assert (own, folded) == (OWN, "ИП> Адрес?\nИП> Дом?")


def test_signed_in_clear():
    begin, end = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
    head = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
    own, folded = split_reply(f"{head}{OWN}\n{begin}\n\niQEz\n=abcd\n{end}")
    assert own == OWN
    assert "iQEz" in folded and "Hash" in folded


@pytest.mark.parametrize(
    "text",
    [
        "A> B, значит и C.\nВот так.",
        "Sent a letter to you in May, no answer",
        "Было так:\nДата: 02.03.2026 10:15\nКому: p@gorod.example\nОтвета нет.",
        "2026-03-02 Иванов <i@gorod.example> обещал прийти и не пришёл",
        "--- пишу вам снова ---\nводы нет",
        "-----BEGIN PGP SIGNED MESSAGE-----\nводы нет",
    ],
)
def test_own_words_near_the_new_marks(text):
    assert split_reply(text) == (text, "")
