"""The questionnaire of an audit: sent to those who are asked, followed, reminded of, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.audits.models import Audit, Interview, Respondent
from comotion.audits.operations import UnableToAudit, refuse_if_issued
from comotion.audits.rules import may_issue
from comotion.identity.models import Person
from comotion.surveys.answering import Given, UnableToAnswer
from comotion.surveys.instruments import FRICTION
from comotion.surveys.models import SurveyRespondent, SurveyRound
from comotion.surveys.operations import (
    Invited,
    UnableToCloseRound,
    UnableToOpenRound,
    UnableToRemind,
    close,
    enter_answers,
    invite,
    list_without_link,
    open_round,
    remind,
)
from comotion.surveys.queries import respondents_of
from comotion.surveys.response import SideResponse, response_of


@dataclass(frozen=True, slots=True)
class RoundState:
    """Whether the questionnaire is out, until when, and how many have answered."""

    is_open: bool = False
    is_closed: bool = False
    closes_at: dt.datetime | None = None
    reminders: int = 0
    is_ours: bool = False
    sides: tuple[SideResponse, ...] = ()

    @property
    def asked(self) -> int:
        """Return how many were asked."""
        return sum(side.asked for side in self.sides)

    @property
    def answered(self) -> int | None:
        """Return how many have answered; None where one side is too small to say so."""
        counts = [side.answered for side in self.sides]
        return sum(count or 0 for count in counts) if counts and None not in counts else None


def round_state(audit: Audit) -> RoundState:
    """Return how far the questionnaire is."""
    found = audit.round
    if found is None:
        return RoundState()
    is_closed = found.closed_at is not None
    sides = response_of(found)
    return RoundState(
        not is_closed, is_closed, found.closes_at, found.reminders, found.owner_org_id == audit.owner_org_id, sides
    )


def unasked(audit: Audit) -> list[Respondent]:
    """Return those with an address who have not been asked yet."""
    known = {one.address for one in respondents_of(audit.round)} if audit.round else set()
    rows = Respondent.objects.filter(audit=audit).exclude(email="").order_by("pk")
    return [one for one in rows if one.email.lower() not in known]


@transaction.atomic
def send(*, audit: Audit, closes_at: dt.datetime, at: dt.datetime, by: Person | None) -> int:
    """Send everybody who was not asked yet a link of their own; return how many."""
    refuse_if_issued(audit)
    if not may_issue(audit):
        raise UnableToAudit(_("The side that began the audit sends the questionnaire."))
    people = [Invited(one.organization_id, one.level, one.email, one.name) for one in unasked(audit)]
    try:
        if audit.round is None:
            audit.round = open_round(
                partnership=audit.partnership,
                instrument_name=FRICTION,
                respondents=people,
                closes_at=closes_at,
                at=at,
                by=by,
            )
            audit.save(update_fields=["round"])
        else:
            invite(round_=audit.round, respondents=people, at=at)
    except UnableToOpenRound as refused:
        raise UnableToAudit(str(refused)) from refused
    return len(people)


def remind_all(*, audit: Audit, at: dt.datetime) -> None:
    """Write to those who have not finished."""
    try:
        remind(round_=_round(audit), at=at)
    except UnableToRemind as refused:
        raise UnableToAudit(str(refused)) from refused


def close_round(*, audit: Audit, at: dt.datetime) -> None:
    """Close the questionnaire: from now on nothing says who answered what."""
    try:
        close(round_=_round(audit), at=at)
    except UnableToCloseRound as refused:
        raise UnableToAudit(str(refused)) from refused


def _round(audit: Audit) -> SurveyRound:
    if audit.round is None:
        raise UnableToAudit(_("The questionnaire has not been sent yet."))
    return audit.round


@transaction.atomic
def enter(*, respondent: Respondent, mode: str, answers: Mapping[str, Given], at: dt.datetime) -> int:
    """Keep what somebody answered in an interview or on paper; it joins the answers by link and is not shown again."""
    audit = respondent.audit
    refuse_if_issued(audit)
    try:
        enter_answers(respondent=_asked(respondent, _round(audit)), answers=answers, mode=mode, at=at)
    except (UnableToAnswer, UnableToOpenRound) as refused:
        raise UnableToAudit(str(refused)) from refused
    return len(answers)


def _asked(respondent: Respondent, round_: SurveyRound) -> SurveyRespondent:
    """Return the person as the questionnaire knows them; whoever has no address takes part without a link."""
    if not respondent.email:
        return list_without_link(
            round_=round_,
            organization_id=respondent.organization_id,
            level=respondent.level,
            name=respondent.name,
        )
    asked = SurveyRespondent.objects.filter(round=round_, address=respondent.email.lower()).first()
    if asked is None:
        text = _("%(name)s was not asked yet: send the questionnaire first.")
        raise UnableToAudit(text % {"name": respondent.name})
    return asked


def enter_from_interview(
    *, interview: Interview, respondent: Respondent, answers: Mapping[str, Given], at: dt.datetime
) -> int:
    """Keep what somebody answered in an interview, in its setting."""
    if not interview.respondents.filter(pk=respondent.pk).exists():
        raise UnableToAudit(_("%(name)s was not in this interview.") % {"name": respondent.name})
    return enter(respondent=respondent, mode=interview.mode, answers=answers, at=at)
