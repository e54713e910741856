"""What a mail says and how it is built: two forms, threaded, to be stopped with one click; and that it is sent once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend

from comotion.core.clock import now
from comotion.core.models import Job
from comotion.core.principal import acting_as
from comotion.notices import posting
from comotion.notices.digests import ask_for_digests
from comotion.notices.enums import MailState
from comotion.notices.inlining import dressed
from comotion.notices.models import Mail, Notice
from comotion.notices.posting import UnableToSend, send
from comotion.notices.preferences import prefer
from comotion.notices.queries import STALE
from comotion.notices.reactions import tell_of_warnings
from comotion.notices.reminders import remind
from comotion.notices.resuming import resume_mails
from comotion.scores.events import OpenedWarning, WarningsOpened
from tests.factories import make_partnership
from tests.notices.conftest import AT, SITE, TODAY, Telling, committed, letters, plan_review, warn

MINUTE = dt.timedelta(minutes=1)


def tell_of_one(telling: Telling, code: str = "HIDDEN_EROSION") -> None:
    warning = warn(telling.halden, code)
    opened = OpenedWarning(telling.halden.pk, code, warning.opened_date)
    tell_of_warnings(WarningsOpened(telling.organization.pk, (opened,)))


@pytest.fixture
def at_once(telling: Telling, wants: Callable[..., None]) -> Telling:
    wants(telling.ada, warning_opened="at_once", review_due="at_once")
    return telling


@pytest.fixture
def waiting(at_once: Telling) -> Mail:
    """A mail whose job was lost."""
    tell_of_one(at_once)
    Job.unscoped.all().delete()
    return Mail.unscoped.get()


def html_of(letter: Any) -> str:
    return str(letter.alternatives[0].content)


def test_mail_says_the_same_in_both_forms(at_once: Telling) -> None:
    with committed():
        tell_of_one(at_once)
    (letter,) = letters()
    page = f"{SITE}/o/northwind-cloud/partnerships/{at_once.halden.ref}/"

    assert letter.subject == "Hidden erosion: Halden Analytics"
    for form in (letter.body, html_of(letter)):
        assert "Halden Analytics is losing trust behind rising revenue." in form
        assert page in form
        assert f"{SITE}/mail/stop/" in form


def test_mail_has_its_look_written_in_and_its_dark_side(at_once: Telling) -> None:
    with committed():
        tell_of_one(at_once)
    html = html_of(letters()[0])

    assert 'class="m-button" style="' in html
    assert "prefers-color-scheme:dark" in html
    assert "max-width:480px" in html
    assert re.findall(r"var\(|<script|<link|<img", html) == []


def test_looks_of_several_classes_are_joined_in_order() -> None:
    page = dressed('<head></head><p class="m-note m-high">x</p>')

    assert re.search(r'class="m-note m-high" style="font-size:14px;.*color:#B02A1B;', page)


def test_mail_can_be_stopped_by_the_mail_program(at_once: Telling) -> None:
    with committed():
        tell_of_one(at_once)
    headers = letters()[0].extra_headers

    assert re.fullmatch(rf"<{SITE}/mail/stop/[^>]+/>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_mails_about_the_same_thing_are_one_thread(at_once: Telling) -> None:
    plan_review(at_once.halden, days=7)
    with committed(), at_once.as_organization:
        remind(at=AT)
    with committed():
        tell_of_one(at_once)
    with committed(), at_once.as_(at_once.ada):
        Notice.objects.filter(kind="review_due").update(key="earlier", mail=None)
        Mail.objects.filter(kind="review_due").update(key="earlier")
    with committed(), at_once.as_organization:
        remind(at=AT + MINUTE)
    threads = [letter.extra_headers["References"] for letter in letters()]
    ids = {letter.extra_headers["Message-ID"] for letter in letters()}

    assert (len(threads), threads[0] == threads[2], threads[0] == threads[1], len(ids)) == (3, True, False, 3)


def test_mail_is_written_in_its_readers_language(at_once: Telling) -> None:
    type(at_once.ada.person).objects.filter(pk=at_once.ada.person_id).update(language="de")
    with committed():
        tell_of_one(at_once)

    assert '<html lang="de">' in html_of(letters()[0])


def test_mail_about_what_is_gone_is_not_sent(at_once: Telling) -> None:
    with committed():
        tell_of_one(at_once)
        at_once.halden.delete()

    assert (letters(), Mail.unscoped.get().state) == ([], MailState.DROPPED)


def test_mail_is_sent_once_however_often_its_job_runs(waiting: Mail, telling: Telling) -> None:
    with telling.as_(telling.ada):
        states = [send(ref=waiting.ref, at=AT), send(ref=waiting.ref, at=AT + 2 * STALE)]

    assert (states, len(letters())) == ([MailState.SENT, MailState.SENT], 1)


def test_mail_of_somebody_else_is_not_sent(waiting: Mail, telling: Telling) -> None:
    with telling.as_(telling.ben):
        send(ref=waiting.ref, at=AT)

    assert letters() == []


class Killed(BaseException):
    """The worker's process ends at this moment."""


def killed_when(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Let the worker die before the server has the mail, or after it has it and before that is noted."""
    sending = EmailBackend.send_messages

    def die(self: EmailBackend, messages: Any) -> int:
        if moment == "after":
            sending(self, messages)
        raise Killed

    monkeypatch.setattr(EmailBackend, "send_messages", die)


@pytest.mark.parametrize(("moment", "copies"), [("before", 1), ("after", 2)])
def test_mail_of_a_killed_worker_is_taken_up_with_the_same_id(
    waiting: Mail, telling: Telling, settings: Any, moment: str, copies: int
) -> None:
    with pytest.MonkeyPatch.context() as patched, telling.as_(telling.ada):
        killed_when(patched, moment)
        with pytest.raises(Killed):
            send(ref=waiting.ref, at=AT)
    with committed():
        early = resume_mails(at=AT + MINUTE)
    settings.COMOTION_AS_OF = TODAY + dt.timedelta(days=1)
    with committed():
        late = resume_mails(at=now())
    ids = {letter.extra_headers["Message-ID"] for letter in letters()}

    assert (early, late, len(letters()), len(ids)) == (0, 1, copies, 1)
    assert Mail.unscoped.get().state == MailState.SENT


def test_mail_waits_while_the_server_is_away_and_goes_out_later(waiting: Mail, telling: Telling) -> None:
    def away(self: EmailBackend, messages: Any) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    with pytest.MonkeyPatch.context() as patched, telling.as_(telling.ada):
        patched.setattr(EmailBackend, "send_messages", away)
        with pytest.raises(UnableToSend):
            send(ref=waiting.ref, at=AT - STALE - MINUTE)
    assert Mail.unscoped.get().problem == "Connection unexpectedly closed"
    with committed():
        resume_mails(at=AT + 2 * STALE)

    assert (Mail.unscoped.get().state, len(letters())) == (MailState.SENT, 1)


def test_mail_is_given_up_after_the_last_attempt(waiting: Mail, telling: Telling) -> None:
    Mail.unscoped.update(attempts=posting.MOST_ATTEMPTS - 1)
    with pytest.MonkeyPatch.context() as patched, telling.as_(telling.ada):
        patched.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("no route")))
        with pytest.raises(UnableToSend):
            send(ref=waiting.ref, at=AT)

    assert Mail.unscoped.get().state == MailState.FAILED


def digest_at(telling: Telling, local_hour: str) -> list[str]:
    with time_machine.travel(local_hour, tick=False), committed():
        ask_for_digests(at=now())
    return [letter.subject for letter in letters()]


@pytest.fixture
def berlin(telling: Telling, settings: Any) -> Telling:
    """Ada has her digest at seven in Berlin, the weekly one on Mondays; the clock runs."""
    with telling.as_(telling.ada):
        prefer(rates={}, time_zone="Europe/Berlin", hour=7, weekday=0)
    settings.COMOTION_AS_OF = None
    return telling


def test_daily_digest_comes_at_the_readers_hour_and_once(berlin: Telling) -> None:
    with time_machine.travel(AT):
        tell_of_one(berlin)
        tell_of_one(berlin, "DIVERGENCE")
    Notice.unscoped.update(created_at=AT - dt.timedelta(hours=9))
    too_early, due, again = (digest_at(berlin, f"2026-11-22T{time}:00+01:00") for time in ("06:59", "07:00", "07:15"))

    expected = ["Northwind Cloud: 2 things are new since yesterday"]
    assert (too_early, due, again) == ([], expected, expected)


def test_digest_leaves_out_what_was_read_on_the_page(berlin: Telling) -> None:
    with time_machine.travel(AT - MINUTE):
        tell_of_one(berlin)
    Notice.unscoped.update(read_at=AT)

    assert digest_at(berlin, "2026-11-22T13:00:00+01:00") == []


def test_weekly_digest_comes_on_its_weekday(berlin: Telling) -> None:
    with berlin.as_(berlin.ada):
        prefer(rates={"warning_opened": "weekly"})
    with time_machine.travel(AT):
        tell_of_one(berlin)
    Notice.unscoped.update(created_at=AT - dt.timedelta(days=2))
    sunday, monday = (digest_at(berlin, f"2026-11-{day}T13:00:00+01:00") for day in (22, 23))

    assert (sunday, monday) == ([], ["Northwind Cloud: One thing is new this week"])


def test_digest_names_the_gravest_first_and_counts_the_rest(berlin: Telling) -> None:
    for number in range(42):
        other = make_partnership(berlin.organization, f"Partner {number:02}", standing={"owner": berlin.ada.person})
        warning = warn(other, "DIVERGENCE" if number else "HIDDEN_EROSION", severity="medium" if number else "high")
        opened = OpenedWarning(other.pk, warning.code, warning.opened_date)
        with time_machine.travel(AT - MINUTE):
            tell_of_warnings(WarningsOpened(berlin.organization.pk, (opened,)))
    digest_at(berlin, "2026-11-22T13:00:00+01:00")
    (letter,) = letters()

    assert letter.body.index("Partner 00") < letter.body.index("Partner 01")
    assert "2 more are on the page." in letter.body


def test_digest_job_run_twice_makes_one_mail(berlin: Telling) -> None:
    with time_machine.travel(AT):
        tell_of_one(berlin)
    with time_machine.travel(AT + MINUTE), committed():
        ask_for_digests(at=now())
        ask_for_digests(at=now())

    assert (len(letters()), Mail.unscoped.count()) == (1, 1)


def test_nobody_acts_after_resuming(waiting: Mail) -> None:
    with acting_as(None), committed():
        assert resume_mails(at=AT + 2 * STALE) == 1
