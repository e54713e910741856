"""A reply to a mail does what it says, by a real mail server and by HTTP; nobody else's letter does anything."""

from __future__ import annotations

import datetime as dt
import email
import smtplib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client

from comotion.core.models import AuditEntry
from comotion.notices.addresses import answer_address, answered_ref
from comotion.notices.mailbox import read_mailbox
from comotion.notices.models import Notice, Reply
from comotion.notices.quoting import day_in, own_words
from comotion.notices.receiving import MOST_BYTES, receive
from comotion.notices.reminders import remind
from comotion.notices.signing import new_secret, signature
from comotion.partnerships.models import Standing
from comotion.rhythm.models import Commitment, CommitmentState
from tests.notices.conftest import AT, TODAY, Telling, committed
from tests.notices.mailserver import MailServer, mail_server

QUOTED = "\n\nOn Sun, 22 Nov 2026 at 12:00, Comotion\n<hello@comotion.example> wrote:\n> cancelled\n> Say how it stands"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.smtp_port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.MAILBOX_URL = running.mailbox_url("reply")
        yield running


@pytest.fixture
def promise(telling: Telling, settings: Any) -> Commitment:
    """Ada promised something for tomorrow, and is told."""
    settings.REPLIES_TO = "reply@comotion.example"
    made = Commitment.unscoped.create(
        owner_org=telling.organization, partnership=telling.halden, text="Send the joint price list",
        owner_name="Ada Lind", side="ours", made_date=TODAY, due_date=TODAY + dt.timedelta(days=1),
    )  # fmt: skip
    with telling.as_organization:
        remind(at=AT)
    return made


def reply_to(address: str, text: str, sender: str = "Ada Lind <ada@example.com>", **headers: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, address, "Re: Due"
    letter["Message-ID"] = "<one@example.com>"
    for name, value in headers.items():
        del letter[name.replace("_", "-")]
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    return letter


def address_of_ada() -> str:
    return answer_address(Notice.unscoped.get().ref)


def state(promise: Commitment) -> str:
    promise.refresh_from_db()
    return promise.state


def test_reply_goes_by_mail_and_comes_back_by_imap(telling: Telling, server: MailServer, settings: Any) -> None:
    settings.REPLIES_TO = "reply@comotion.example"
    promise = Commitment.unscoped.create(
        owner_org=telling.organization, partnership=telling.halden, text="Send the joint price list",
        owner_name="Ada Lind", due_date=TODAY,
    )  # fmt: skip
    with committed(), telling.as_organization:
        remind(at=AT)
    (kept,) = server.boxes["ada"]
    asked = email.message_from_bytes(kept.raw)
    with smtplib.SMTP("127.0.0.1", server.smtp_port) as sending:
        sending.send_message(reply_to(asked["Reply-To"], f"Done.{QUOTED}"))
    counts = [read_mailbox(at=AT), read_mailbox(at=AT)]

    assert (asked["Subject"], counts, state(promise)) == ("Due: Send the joint price list", [1, 0], "done")
    assert [one.is_seen for one in server.boxes["reply"]] == [True]
    assert list(AuditEntry.unscoped.values_list("action", "person_id")) == [
        ("commitment.done", telling.ada.person_id),
        ("notice.answered", telling.ada.person_id),
    ]


def test_mailbox_that_nobody_named_is_not_read(telling: Telling) -> None:
    assert read_mailbox(at=AT) == 0


def test_letter_that_breaks_is_marked_and_the_next_one_taken(promise: Commitment, server: MailServer) -> None:
    with smtplib.SMTP("127.0.0.1", server.smtp_port) as sending:
        sending.sendmail("x@example.com", ["reply@comotion.example"], b"\xff\xfe\x00 no letter at all")
        sending.send_message(reply_to(address_of_ada(), "done"))

    assert (read_mailbox(at=AT), state(promise)) == (1, "done")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Done.", "done"), ("done, sent it on Friday", "done"), ("erledigt", "done"),
        ("Cancelled: they do not need it any more", "cancelled"), (f"{TODAY + dt.timedelta(days=9)}", "cancelled"),
        ("1.12.2026", "cancelled"), ("Cancelled", "open"), ("What is this about?", "open"), ("not done", "open"),
        ("2026-01-01", "open"), ("", "open"), (QUOTED, "open"),
    ],
)  # fmt: skip
def test_reply_settles_what_it_says(promise: Commitment, text: str, expected: str) -> None:
    receive(reply_to(address_of_ada(), text).as_bytes(), at=AT)

    assert state(promise) == expected


def test_reply_with_a_day_promises_the_same_anew(promise: Commitment) -> None:
    receive(reply_to(address_of_ada(), "2026-12-01\n\nthe list is with legal").as_bytes(), at=AT)
    old, new = Commitment.unscoped.order_by("pk")

    assert (old.state, new.state, new.due_date, new.text) == (
        CommitmentState.CANCELLED,
        CommitmentState.OPEN,
        dt.date(2026, 12, 1),
        "Send the joint price list",
    )


def test_reply_of_html_alone_is_read(promise: Commitment) -> None:
    letter = reply_to(address_of_ada(), "")
    letter.set_content("<div>Done</div><div>On Sunday Comotion wrote:</div><blockquote>x</blockquote>", subtype="html")
    receive(letter.as_bytes(), at=AT)

    assert state(promise) == "done"


def test_letter_that_comes_twice_is_read_once(promise: Commitment) -> None:
    letter = reply_to(address_of_ada(), "2026-12-01").as_bytes()

    assert [receive(letter, at=AT), receive(letter, at=AT)] == [True, False]
    assert (Reply.unscoped.count(), Commitment.unscoped.count()) == (1, 2)


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "mallory@example.com"},
        {"From": "ada@example.com, mallory@example.com"},
        {"From": '"ada@example.com" <mallory@example.com>'},
        {"Authentication_Results": "mx.example; dmarc=fail header.from=example.com"},
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"List_Id": "<list.example.com>"},
        {"To": "reply@comotion.example"},
        {"To": "reply+abcdefghjkmn-0123456789abcdef0123@comotion.example"},
    ],
)
def test_letter_of_strangers_and_machines_is_refused_without_a_word(
    promise: Commitment, headers: dict[str, str], mailoutbox: list[Any]
) -> None:
    letter = reply_to(address_of_ada(), "done", **headers)

    assert receive(letter.as_bytes(), at=AT) is False
    assert (state(promise), Reply.unscoped.count(), mailoutbox) == ("open", 0, [])


def test_letter_that_is_a_report_of_a_failure_is_refused(promise: Commitment) -> None:
    raw = reply_to(address_of_ada(), "done").as_bytes().replace(b"text/plain", b"multipart/report; boundary=x")

    assert (receive(raw, at=AT), state(promise)) == (False, "open")


def test_reply_of_who_left_does_nothing(promise: Commitment, telling: Telling) -> None:
    type(telling.ada).unscoped.filter(pk=telling.ada.pk).update(state="suspended")

    assert receive(reply_to(address_of_ada(), "done").as_bytes(), at=AT) is False
    assert state(promise) == "open"


def test_reply_of_who_may_not_is_kept_and_does_nothing(promise: Commitment, telling: Telling) -> None:
    type(telling.ada).unscoped.filter(pk=telling.ada.pk).update(role="auditor")
    receive(reply_to(address_of_ada(), "done").as_bytes(), at=AT)

    assert state(promise) == "open"


def test_letter_that_is_too_large_is_not_read(promise: Commitment) -> None:
    assert receive(reply_to(address_of_ada(), "done").as_bytes() + b" " * MOST_BYTES, at=AT) is False


def test_reply_to_a_review_moves_it(telling: Telling, settings: Any) -> None:
    settings.REPLIES_TO = "reply@comotion.example"
    type(telling.ada).unscoped.filter(pk=telling.ada.pk).update(role="alliance_manager")
    Standing.unscoped.update(next_review_date=TODAY + dt.timedelta(days=5))
    with telling.as_organization:
        remind(at=AT)
    receive(reply_to(address_of_ada(), "30.11.2026 please").as_bytes(), at=AT)

    assert Standing.unscoped.get().next_review_date == dt.date(2026, 11, 30)


def test_sealed_address_survives_small_letters_and_no_forgery() -> None:
    address = answer_address("abcdefghjkmn")

    assert answered_ref(address.upper()) == "abcdefghjkmn"
    assert answered_ref(address.replace("abcdefghjkmn", "abcdefghjkmp")) is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Done", "Done"),
        ("Done\n> quoted", "Done"),
        ("Done\n\n-- \nAda Lind\nNorthwind", "Done"),
        ("Done\nAm So., 22. Nov. 2026 um 12:00 Uhr schrieb Comotion <x@y.example>:\n> x", "Done"),
        ("Done\n\n________________________________\nFrom: Comotion", "Done"),
        ("Done\n-----Original Message-----\nFrom: x", "Done"),
        ("Done\nSent from my phone", "Done"),
        ("On Monday we wrote to them.\nDone", "On Monday we wrote to them.\nDone"),
    ],
)
def test_own_words_end_where_the_quoted_mail_begins(text: str, own: str) -> None:
    assert own_words(text) == own


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-12-01", dt.date(2026, 12, 1)), ("am 1.12.2026", dt.date(2026, 12, 1)), ("31.2.2026", None), ("soon", None),
     ("later\n2026-12-01", None)],
)  # fmt: skip
def test_day_is_read_from_the_first_line(text: str, day: dt.date | None) -> None:
    assert day_in(text) == day


def hand_over(raw: bytes, secret: str, *, at: dt.datetime = AT, **changes: str) -> int:
    moment = int(at.timestamp())
    headers = {"webhook-id": "m1", "webhook-timestamp": str(moment)}
    headers["webhook-signature"] = signature(secret, "m1", moment, raw)
    return Client(enforce_csrf_checks=True).post(
        "/mail/in/", raw, content_type="message/rfc822", headers=headers | changes
    ).status_code  # fmt: skip


@pytest.fixture
def secret(settings: Any) -> str:
    settings.INBOUND_SECRET = new_secret()
    return str(settings.INBOUND_SECRET)


def test_letter_handed_over_by_http_is_taken(promise: Commitment, secret: str) -> None:
    raw = reply_to(address_of_ada(), "done").as_bytes()

    assert (hand_over(raw, secret), state(promise)) == (204, "done")


def test_letter_of_a_stranger_is_answered_alike(promise: Commitment, secret: str) -> None:
    raw = reply_to(address_of_ada(), "done", "mallory@example.com").as_bytes()

    assert (hand_over(raw, secret), state(promise)) == (204, "open")


@pytest.mark.parametrize(
    "wrong",
    [{"webhook-signature": "v1,AAAA"}, {"webhook-id": "m2"}, {"webhook-timestamp": "x"}, {"webhook-timestamp": "²"}],
)
def test_letter_that_is_not_signed_finds_nothing(promise: Commitment, secret: str, wrong: dict[str, str]) -> None:
    raw = reply_to(address_of_ada(), "done").as_bytes()

    assert (hand_over(raw, secret, **wrong), state(promise)) == (404, "open")


def test_letter_signed_long_ago_finds_nothing(promise: Commitment, secret: str) -> None:
    raw = reply_to(address_of_ada(), "done").as_bytes()

    assert hand_over(raw, secret, at=AT - dt.timedelta(minutes=6)) == 404


def test_without_a_secret_nobody_hands_anything_over(promise: Commitment, settings: Any) -> None:
    settings.INBOUND_SECRET = ""

    assert hand_over(reply_to(address_of_ada(), "done").as_bytes(), new_secret()) == 404


def test_mail_without_a_mailbox_names_no_reply_address(
    telling: Telling, wants: Callable[..., None], mailoutbox: list[Any]
) -> None:
    Commitment.unscoped.create(
        owner_org=telling.organization, partnership=telling.halden, text="Call", owner_name="Ada Lind", due_date=TODAY
    )
    with committed(), telling.as_organization:
        remind(at=AT)

    assert [letter.reply_to for letter in mailoutbox] == [[]]
    assert "Or reply with one word" not in mailoutbox[0].body
