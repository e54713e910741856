"""Letters to people without an account: sealed until they are sent, once, and never to who wants none."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from comotion.core.models import Job
from comotion.core.principal import acting_as
from comotion.identity.events import MemberInvitationSent
from comotion.notices.asking import ask, askings
from comotion.notices.models import Mail, Silence
from comotion.notices.queries import STALE
from comotion.notices.resuming import resume_mails
from comotion.partnerships.events import RoomInvitationSent
from comotion.rhythm.events import CommitmentAsked
from comotion.surveys.events import SurveyInvited, SurveyReminded
from tests.factories import principal_of
from tests.notices.conftest import AT, SITE, Telling, committed, letters

WHEN = dt.datetime(2026, 12, 6, tzinfo=dt.UTC)
LINK = f"{SITE}/l/a-secret-of-a-link/"
ADDRESS = "dana@halden.example"


def events(organization_id: int, link: str = LINK) -> dict[str, Any]:
    """One event of each kind of letter."""
    survey = {
        "organization_id": organization_id, "round_ref": "r", "instrument": "pulse", "partnership": "Halden Analytics",
        "asked_by": "Ben Ortiz", "address": ADDRESS, "name": "Dana", "language": "en", "link": link, "minutes": 2,
        "closes_at": WHEN,
    }  # fmt: skip
    return {
        "survey_invitation": SurveyInvited(**survey),
        "survey_reminder": SurveyReminded(**survey),
        "room_invitation": RoomInvitationSent(
            organization_id, "i", "counterpart", ADDRESS, link, "Dana Roth", "Ben Ortiz", "Northwind Cloud",
            "We spoke about this <on> Monday.", WHEN,
        ),
        "member_invitation": MemberInvitationSent(
            organization_id, "i", ADDRESS, link, "Ben Ortiz", "Northwind Cloud", "analyst", WHEN
        ),
        "commitment_status": CommitmentAsked(
            organization_id, "c", "Send the joint price list", "Halden Analytics", "2026-12-01", "Ben Ortiz",
            "Northwind Cloud", ADDRESS, link,
        ),
    }  # fmt: skip


def test_every_kind_of_letter_has_an_example_here(telling: Telling) -> None:
    assert set(events(1)) == set(askings())


@pytest.mark.parametrize("kind", sorted(events(1)))
def test_letter_carries_its_link_and_both_forms(telling: Telling, kind: str) -> None:
    with committed():
        ask(events(telling.organization.pk)[kind])
    (letter,) = letters()

    assert letter.to == [ADDRESS]
    for form in (letter.body, str(letter.alternatives[0].content)):
        assert LINK in form
        assert f"{SITE}/mail/stop/" in form
    assert "<on>" not in str(letter.alternatives[0].content)


def test_letter_is_sealed_while_it_waits_and_forgotten_when_it_is_sent(telling: Telling) -> None:
    ask(events(telling.organization.pk)["survey_invitation"])
    waiting = str(Mail.unscoped.get().argument)
    with committed():
        pass

    assert "a-secret-of-a-link" not in waiting + str(list(Job.unscoped.values()))
    assert (len(letters()), Mail.unscoped.get().argument) == (1, {})


def test_event_that_comes_twice_is_one_letter(telling: Telling) -> None:
    for _ in range(2):
        with committed():
            ask(events(telling.organization.pk)["room_invitation"])

    assert len(letters()) == 1


def test_another_link_is_another_letter(telling: Telling) -> None:
    for link in (LINK, LINK + "again/"):
        with committed():
            ask(events(telling.organization.pk, link)["room_invitation"])

    assert len(letters()) == 2


def test_nobody_of_the_organization_sees_to_whom_letters_went(telling: Telling) -> None:
    ask(events(telling.organization.pk)["survey_reminder"])
    seen = []
    for member in (telling.ada, telling.ben):
        with acting_as(principal_of(member)):
            seen.append(Mail.objects.count())

    assert (seen, Mail.unscoped.count()) == ([0, 0], 1)


def test_letter_whose_job_was_lost_is_taken_up(telling: Telling) -> None:
    ask(events(telling.organization.pk)["survey_invitation"])
    Job.unscoped.all().delete()
    with committed():
        resume_mails(at=AT + 2 * STALE)

    assert [letter.to for letter in letters()] == [[ADDRESS]]


def test_who_wants_no_letters_gets_none_and_nobody_learns_of_it(telling: Telling) -> None:
    with committed():
        ask(events(telling.organization.pk)["survey_invitation"])
    stop = re.findall(rf"{SITE}(/mail/stop/[^>]+/)", letters()[0].extra_headers["List-Unsubscribe"])[0]
    browser = Client(enforce_csrf_checks=True)
    shown, done = browser.get(stop), browser.post(stop, {"List-Unsubscribe": "One-Click"})
    with committed():
        ask(events(telling.organization.pk, LINK + "again/")["survey_reminder"])

    assert (shown.status_code, ADDRESS in shown.content.decode(), done.status_code) == (200, True, 200)
    assert (len(letters()), Silence.unscoped.count()) == (1, 1)
    with telling.as_(telling.ben):
        assert Silence.objects.count() == 0
