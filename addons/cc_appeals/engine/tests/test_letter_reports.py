"""Reports and automatic answers nobody tuned for, and the people beside them."""

import base64

import pytest

from ..letter import parse

RETURNED = (
    "------ This is a copy of the message ------\n\n"
    "Return-path: <us@gorod.example>\nFrom: us@gorod.example\n"
    "To: zoya@pochta.example\nMessage-ID: <answer-5@gorod.example>\n\ntext\n"
)
EXIM = (
    "This message was created automatically by mail delivery software.\n\n"
    "A message that you sent could not be delivered to one or more of its\n"
    "recipients. The following address(es) failed:\n\n"
    "  zoya@pochta.example\n    550 5.1.1 User unknown\n\n" + RETURNED
)
DAEMON = "From: MAILER-DAEMON@mx.example\nTo: us@gorod.example\n"
PERSON = "From: petr@pochta.example\nTo: us@gorod.example\n"


def read(text):
    return parse(text.encode())


def report(fields, text="failed", extra="", original=""):
    return (
        f"{DAEMON}{extra}Subject: report\nContent-Type: multipart/report; "
        "report-type=delivery-status; boundary=b\n\n"
        f"--b\n\n{text}\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example\n\n{fields}\n\n{original}--b--\n"
    )


def receipt(disposition, text="read", extra=""):
    return (
        f"{DAEMON}{extra}Subject: receipt\nContent-Type: multipart/report; "
        "report-type=disposition-notification; boundary=b\n\n"
        f"--b\n\n{text}\n--b\nContent-Type: message/disposition-notification\n\n"
        "Final-Recipient: rfc822; zoya@pochta.example\n"
        "Original-Message-ID: <answer-5@gorod.example>\n"
        f"Disposition: {disposition}\n\n--b--\n"
    )


FAILED = "Final-Recipient: rfc822; zoya@pochta.example\nAction: failed\nStatus: 5.1.1"


@pytest.mark.parametrize(
    "text, address",
    [
        (f"{DAEMON}Subject: failure notice\n\nThere is no such user here.\n\n"
         "<zoya@pochta.example>:\nno mailbox here by that name (#5.1.1)\n",
         "zoya@pochta.example"),
        (f"{DAEMON}Subject: =?utf-8?B?6YKu5Lu2?=\nContent-Type: multipart/mixed; "
         "boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n邮件\n\n"
         "<zoya@pochta.example>:\n--b\nContent-Type: message/rfc822\n\n"
         "From: us@gorod.example\nMessage-ID: <a@b>\n\nx\n--b--\n",
         "zoya@pochta.example"),
        ("From: MDaemon@mx.example\nTo: us@gorod.example\nSubject: Warning\n"
         "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
         "zoya@pochta.example - no such user here.\n--b\n"
         "Content-Type: message/rfc822\n\nMessage-ID: <a@b>\n\nx\n--b--\n",
         "zoya@pochta.example"),
        ("From: scanner@mx.example\nTo: us@gorod.example\n"
         "Subject: Delivery failure notification\n\nYour message with the subject X\n"
         "could not be delivered to the following recipients:\n\n"
         "zoya@pochta.example\n",
         "zoya@pochta.example"),
        ("From: mx.example\nTo: us@gorod.example\nX-Mailer: Area WorkMail\n"
         "Subject: Undelivered mail\n\n" + EXIM,
         "zoya@pochta.example"),
        (f"{DAEMON}Subject: Mail failure\n\nDelivery failed: unable to deliver.\n"
         "Invalid final delivery userid: zoya@pochta.example\n",
         "zoya@pochta.example"),
        (report("Original-Recipient: rfc822; zoya@pochta.example\n"
                "Final-Recipient: rfc822; z17@ims-daemon\nAction: failed"),
         "zoya@pochta.example"),
        ("From: postmaster@mx.example\nSubject: =?utf-8?B?"
         "0KHQsdC+0Lkg0LTQvtGB0YLQsNCy0LrQuA==?=\nContent-Type: text/plain; "
         "charset=utf-8\nReturn-Path: <>\n\nПисьмо не удаётся отправить адресату:\n\n"
         "zoya@pochta.example\n",
         "zoya@pochta.example"),
    ],
    ids=["named", "no_language", "in_part", "plain", "agent", "userid", "original", "russian"],
)  # fmt: skip
def test_reports_of_servers_we_never_met(text, address):
    found = read(text)
    assert (found.kind, found.bounce.address) == ("bounce", address)


def test_every_listed_recipient_is_named():
    text = f"{DAEMON}Subject: failure notice\n\nUnable to deliver your message.\n\n"
    lines = "<zoya@pochta.example>:\nover quota\n\n<anna@pochta.example>:\nfull\n"
    found = read(text + lines)
    assert found.bounce.addresses == ("zoya@pochta.example", "anna@pochta.example")


@pytest.mark.parametrize("end", ["\r", "\r\n", "\r\r\n", "\n"])
@pytest.mark.parametrize("first", ["", "From MAILER-DAEMON Mon Mar  2 10:00:00 2026\n"])
def test_line_ends_and_a_mailbox_line(end, first):
    found = read((first + report(FAILED)).replace("\n", end))
    assert found.kind == "bounce" and found.bounce.hard
    assert found.bounce.address == "zoya@pochta.example"


@pytest.mark.parametrize(
    "text",
    [
        "A message that you sent has not yet been delivered to all recipients.\n"
        "The address to which it has not yet been delivered is:\n\n"
        "  zoya@pochta.example\n\nDelivery attempts will continue for some time.\n"
        "Eventually the software will give up, and the message will be returned.\n",
        "THIS IS A WARNING MESSAGE ONLY.\nYou do not need to resend it.\nDelivery to\n"
        "the following recipient has been delayed:\n\n  zoya@pochta.example\n",
        "Письмо пока не доставлено получателю:\n\n  zoya@pochta.example\n\n"
        "Попытки доставки будут продолжены.\n",
    ],
)
def test_a_delay_is_no_loss(text):
    head = f"{DAEMON}Return-Path: <>\nSubject: Warning: message delayed\n"
    found = read(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}")
    assert found.kind == "bounce" and found.bounce.address == "zoya@pochta.example"
    assert (found.bounce.action, found.bounce.hard) == ("delayed", False)
    assert found.bounce.status.startswith("4.")


def test_a_server_that_gave_up_is_no_delay():
    text = "<zoya@pochta.example>:\nno connection (#4.4.1) I'm not going to try again"
    head = f"{DAEMON}Subject: failure notice\n\nUnable to deliver your message.\n\n"
    assert read(head + text).bounce.action == "failed"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_arrival_is_a_receipt(action):
    text = report(FAILED.replace("failed", action).replace("5.1.1", "2.0.0"))
    found = read(text)
    assert (found.kind, found.kind_reason) == ("auto_reply", "delivery_receipt")
    assert found.bounce.status == "2.0.0"


def test_a_receipt_packed_by_outlook():
    packed = b"\x78\x9f\x3e\x22\x01\x00\x01\x08\x80\x07\x00\x20\x00\x00\x00"
    text = (
        f"{PERSON}Subject: Read: answer\nContent-Type: application/ms-tnef; "
        "name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    )

    def kind(name):
        return read(text + base64.b64encode(packed + name).decode()).kind

    assert kind(b"IPM.Microsoft Mail.Read Receipt\0") == "auto_reply"
    assert kind(b"IPM.Microsoft Mail.Note\0") == "letter"


def test_the_worst_recipient_decides():
    arrived = FAILED.replace("failed", "delivered").replace("5.1.1", "2.0.0")
    found = read(report(f"{arrived.replace('zoya', 'anna')}\n\n{FAILED}"))
    assert found.kind == "bounce"
    assert found.bounce.addresses == ("zoya@pochta.example",)


@pytest.mark.parametrize(
    "disposition, extra, kind",
    [
        ("manual-action/MDN-sent-manually; displayed", "", "auto_reply"),
        ("manual-action/MDN-sent-manually; deleted", "", "auto_reply"),
        ("automatic-action/MDN-sent-automatically; displayed", "", "auto_reply"),
        ("automatic-action/MDN-sent-automatically; deleted", "", "bounce"),
        ("", "Auto-Submitted: auto-replied (rejected)\n", "bounce"),
    ],
)
def test_receipts_and_rejections(disposition, extra, kind):
    found = read(receipt(disposition, "rejected: quota exceeded", extra))
    assert found.kind == kind and not found.bounce.hard
    assert found.bounce.original_message_id == "answer-5@gorod.example"


@pytest.mark.parametrize(
    "head, body",
    [
        ("Subject: mail came back", "Добрый день! Ваш адрес не работает:\n\n" + EXIM),
        ("Subject: mail came back", "Смотрите, что пришло.\n\n" + EXIM),
        ("Subject: Undelivered", "Hello, I got this today:\n\n" + EXIM),
        ("Subject: Undelivered\nUser-Agent: Mozilla Thunderbird", EXIM),
        ("Subject: Undelivered", "Чьё это?\n\n> " + EXIM.replace("\n", "\n> ")),
        ("Subject: Undelivered\nContent-Type: multipart/mixed; boundary=m",
         "--m\n\nlook\n--m\nContent-Type: message/rfc822\n\n"
         + report(FAILED) + "\n--m--\n"),
        ("Subject: Fwd: Undelivered\nContent-Type: multipart/mixed; boundary=m",
         "--m\n\nlook\n--m\nContent-Type: message/delivery-status\n\n"
         + FAILED + "\n--m--\n"),
        ("From: postmaster@firma.example\nSubject: Undelivered",
         "Наше письмо отклонено: 550 5.7.1 rejected by policy. Прошу проверить."),
        ("Return-Path: <>\nIn-Reply-To: <a@b>\nSubject: Re: answer",
         "Воды так и нет."),
        ("Subject: question\nX-Auto-Response-Suppress: All\nIn-Reply-To: <a@b>",
         "Как записаться на приём?"),
    ],
    ids=["greeting", "lead", "english", "agent", "quoted", "attached", "parts",
         "postmaster", "no_path", "exchange"],
)  # fmt: skip
def test_a_person_who_shows_a_report_writes_a_letter(head, body):
    sender = "" if head.startswith("From:") else PERSON
    kind = "" if "Content-Type" in head else "Content-Type: text/plain; charset=utf-8\n"
    assert read(f"{sender}{kind}{head}\n\n{body}").kind == "letter"


@pytest.mark.parametrize(
    "sender, kind",
    [
        ("zoya.p@mail.ru", "letter"),
        ("Zoya <zoya.p@GMail.com>", "letter"),
        ("Зоя Петрова <zoya@zavod.example>", "letter"),
        ("Петрова З. И. <zoya@zavod.example>", "letter"),
        ("Anna-Maria <zoya@zavod.example>", "bounce"),
        ("Уведомления <info@zavod.example>", "bounce"),
        ("Почта Завода <mailer-daemon@zavod.example>", "bounce"),
        ("Почта Завода <no-reply@zavod.example>", "bounce"),
        ("noreply@mail.ru", "bounce"),
        ("mailer-daemon@yandex.ru", "bounce"),
        ("", "bounce"),
    ],
)
def test_a_report_pasted_whole_is_a_letter_of_who_is_surely_a_person(sender, kind):
    head = f"From: {sender}\nTo: us@gorod.example\nSubject: Undelivered mail\n"
    found = read(f"{head}Content-Type: text/plain; charset=utf-8\n\n{EXIM}")
    assert found.kind == kind


@pytest.mark.parametrize(
    "head, body, reason",
    [
        ("Precedence: bulk\nSubject: Я в отпуске", "Буду 5 марта.",
         "precedence_and_subject"),
        ("Subject: Автоответ: обращение", "Это автоматический ответ.",
         "subject_and_text"),
        ("Subject: AUTO: Ivanov is away (returning 5)",
         "This is an automated response to your message.", "subject_and_text"),
        ("Return-Path: <>\nPrecedence: junk\nSubject: Thank you", "We answer soon.",
         "null_path_and_precedence"),
        ("Return-Path: <>\nIn-Reply-To: <a@b>\nSubject: Hello",
         "Ваше обращение получено.",
         "null_path_answer"),
        ("Subject: x\nX-POST-MessageClass: 9; Autoresponder", "away",
         "x_autoresponder"),
        ("Subject: Report domain: gorod.example\nContent-Type: application/gzip; "
         'name="mx.example!gorod.example!1772300000!1772386400.xml.gz"', "x",
         "machine_report"),
    ],
)  # fmt: skip
def test_answers_of_machines(head, body, reason):
    kind = "" if "Content-Type" in head else "Content-Type: text/plain; charset=utf-8\n"
    found = read(f"{PERSON}{kind}{head}\n\n{body}")
    assert (found.kind, found.kind_reason) == ("auto_reply", reason)


@pytest.mark.parametrize(
    "head, body",
    [
        ("Reply-To: petr@pochta.example\nSubject: request", "No hot water."),
        ("Subject: request", "ФИО: Петров\nE-mail: petr@pochta.example\n"
         "Сообщение: нет воды"),
        ("Subject: FW: complaint\nIn-Reply-To: <a@b>", "From: Petrov\n\nhelp"),
    ],
    ids=["answer_address", "labels", "forwarding_rule"],
)  # fmt: skip
def test_a_form_or_a_rule_writes_for_a_person(head, body):
    text = (
        "From: site@portal.example\nAuto-Submitted: auto-generated\n"
        f"Content-Type: text/plain; charset=utf-8\n{head}\n\n{body}"
    )
    assert read(text).kind == "letter"
    reply = text.replace("auto-generated", "auto-replied")
    assert read(reply).kind == "auto_reply"


def test_who_asks_about_an_automatic_answer_is_a_person():
    head = f"{PERSON}Content-Type: text/plain; charset=utf-8\nSubject: Автоответ: ваш\n"
    body = "Мне пришло: «Это автоматический ответ». Когда ответите по существу?"
    assert read(f"{head}\n{body}").kind == "letter"


@pytest.mark.parametrize(
    "said, hard",
    [
        ("550 No mail box available for this user", True),
        ("550 5.0.0 not a valid recipient", True),
        ("550 no correct recipients", True),
        ("550 <zoya@pochta.example>: Recipient address rejected.", True),
        ("554 the domain is not reachable. Please check it and try again", True),
        ("550 L'adresse n'existe pas", True),
        ("550 5.1.1 max message size exceeded", False),
        ("550 you may not have permission to post to it", False),
        ("550 sender unknown (in reply to MAIL FROM command)", False),
    ],
)
def test_hard_and_soft_by_the_servers_answer(said, hard):
    fields = FAILED.replace("5.1.1", "5.0.0") + f"\nDiagnostic-Code: smtp; {said}"
    assert read(report(fields)).bounce.hard is hard


def test_a_footer_does_not_soften_what_the_machine_declares():
    text = "Delivery failed.\n-- \nThis letter was scanned for viruses and spam."
    assert read(report(FAILED, text)).bounce.hard
