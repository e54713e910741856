"""Answers that the facilitator enters for somebody, alone and before both sides; and people without an address."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.test import Client

from comotion.audits.models import Audit, Respondent
from comotion.audits.operations import NewRespondent, add_respondents, hold_interview
from comotion.audits.questionnaire import send
from comotion.audits.sides import sides_of
from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from comotion.surveys.models import SurveyAnswer, SurveyRespondent, SurveyRound
from tests.audits import world
from tests.factories import make_member, principal_of
from tests.web.friction_audit.test_pages import audit, partner, room, them, us
from tests.web.program import ROLES, body, text_of

__all__ = ("audit", "partner", "room", "them", "us")


@dataclass(frozen=True)
class Talk:
    """An interview and who was there: an executive of each side, and somebody without an address."""

    ref: str
    audit: Audit
    executive: Respondent
    other: Respondent


@pytest.fixture
def talk(organization: Organization, audit: Audit) -> Talk:
    """A joint talk of an executive of each side and of somebody without a mail address, while the round runs."""
    with acting_as(principal_of(make_member(organization))):
        nobody = NewRespondent(sides_of(audit)[0], "operational", "Ana Ruiz")
        add_respondents(audit=audit, people=[nobody])
        send(audit=audit, closes_at=world.CLOSES, at=world.AT, by=None)
        people = Respondent.objects.filter(audit=audit)
        executives = [
            people.filter(organization=side.organization, level="executive").first() for side in sides_of(audit)
        ]
        present = [*executives, people.get(name="Ana Ruiz")]
        held = hold_interview(audit=audit, mode="joint", held_date=world.AT.date(), people=present)
        return Talk(held.ref, audit, present[0], present[2])


def at(talk: Talk, person: Respondent | None = None) -> str:
    return f"/o/northwind-cloud/interviews/{talk.ref}/answers/" + (f"?person={person.ref}" if person else "")


def kept() -> list[tuple[str, str, float | None, str]]:
    rows = SurveyAnswer.unscoped.select_related("response").order_by("item")
    return [(row.item, row.response.mode, row.value, row.no_value) for row in rows]


def test_answers_of_an_interview_are_entered_in_its_setting_and_not_shown_again(us: Client, talk: Talk):
    person = talk.executive
    assert person.name in text_of(body(us.get(f"/o/northwind-cloud/interviews/{talk.ref}/")))
    answer = us.post(at(talk), {"person": person.ref, "OV1": "2", "EC3": "5", "SM2": "dont_know", "SM3": ""})
    assert answer.status_code == 302
    assert kept() == [("EC3", "joint", 5.0, ""), ("OV1", "joint", 2.0, ""), ("SM2", "joint", None, "dont_know")]
    chosen = re.findall(r'<option value="(\w*)" selected', body(us.get(at(talk, person))))
    assert chosen == [""] * 15


def test_each_is_asked_what_their_level_is_asked(us: Client, talk: Talk):
    executive, other = talk.executive, talk.other
    assert body(us.get(at(talk, executive))).count("<select") == 15
    assert body(us.get(at(talk, other))).count("<select") == 25


def test_somebody_without_an_address_takes_part_and_gets_no_letter(us: Client, talk: Talk):
    person = talk.other
    us.post(at(talk), {"person": person.ref, "OV1": "4"})
    us.post(at(talk), {"person": person.ref, "OV1": "3"})
    assert kept() == [("OV1", "joint", 3.0, "")]
    listed = SurveyRespondent.unscoped.get(address="")
    assert (listed.name, listed.level) == ("Ana Ruiz", "operational")
    assert SurveyRound.unscoped.get().invited[str(person.organization_id)]["operational"] == 4
    reminded = us.post(f"/o/northwind-cloud/friction-audits/{talk.audit.ref}/questionnaire/remind/", follow=True)
    assert "They are reminded" in text_of(body(reminded))


@pytest.mark.parametrize(
    ("given", "said"), [({}, "Enter one answer at least"), ({"OV1": "9"}, "Select a valid choice")]
)
def test_what_is_no_answer_is_refused(us: Client, talk: Talk, given: dict[str, str], said: str):
    person = talk.executive
    assert said in text_of(body(us.post(at(talk), {"person": person.ref, **given})))
    assert kept() == []


def test_somebody_who_was_not_there_has_no_answers(us: Client, talk: Talk):
    absent = Respondent.unscoped.filter(audit=talk.audit, level="management").first()
    assert us.get(at(talk, absent)).status_code == 404
    assert us.post(at(talk), {"person": absent.ref, "OV1": "2"}).status_code == 404


def test_only_the_side_that_asks_enters_answers(us: Client, them: Client, talk: Talk, member_client):
    person = talk.executive
    theirs = at(talk).replace("northwind-cloud", "meridian-integration")
    them.post(theirs, {"person": person.ref, "OV1": "2"})
    answers = {role: member_client(role).post(at(talk), {"person": person.ref}).status_code for role in ROLES[2:]}
    assert answers == dict.fromkeys(ROLES[2:], 403)
    assert (us.put(at(talk)).status_code, kept()) == (405, [])


def test_matrix_and_leaders_are_a_step_of_the_audit(us: Client, audit: Audit):
    step = f"/o/northwind-cloud/friction-audits/{audit.ref}/ownership/"
    assert "No activity is in the matrix yet" in text_of(body(us.get(step)))
    rooms = f"/o/northwind-cloud/partnerships/{audit.partnership.ref}/initiatives/"
    us.post(f"{rooms}activity/", {"activity": "Hand over customers", "weight": "3"})
    page = body(us.get(step))
    assert "One person answers for 0% of the joint work." in text_of(page)
    assert "Nobody answers for “Hand over customers”" in text_of(page)
    assert rooms in page
