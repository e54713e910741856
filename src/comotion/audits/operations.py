"""Carrying an audit out: who is asked, who was spoken to, what was found; and issuing its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.audits.enums import Level, Mode
from comotion.audits.models import (
    Artifact,
    Audit,
    Interview,
    InterviewNote,
    OfAudit,
    Respondent,
    Signal,
)
from comotion.audits.rules import is_issued
from comotion.audits.sides import AuditSide, sides_of
from comotion.core.audit import record
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import PartyState
from comotion.partnerships.models import Partnership, Party

LONGEST_GOAL = 1000


class UnableToAudit(ValueError):
    """It is not done; the message says why, for the person who asked."""


@dataclass(frozen=True, slots=True)
class NewRespondent:
    """Somebody to be asked."""

    side: AuditSide
    level: str
    name: str
    function: str = ""
    email: str = ""


def refuse_if_issued(audit: Audit) -> None:
    """Keep an issued report true: what it rests on stays as it was."""
    if is_issued(audit):
        raise UnableToAudit(_("The report is issued and stays as it is. Begin another audit to compare with it."))


def like(audit: Audit, **fields: Any) -> dict[str, Any]:
    """Return the fields of a row of an audit: the acting organization's, seen as widely as the audit."""
    own = {"owner_org_id": current_principal().organization_id, "visibility": audit.visibility}
    return {**own, "audit": audit, **fields}


def private(**fields: Any) -> dict[str, Any]:
    """Return the fields of a row that only the acting organization reads."""
    return {"owner_org_id": current_principal().organization_id, "visibility": Visibility.PRIVATE, **fields}


@transaction.atomic
def begin_audit(*, partnership: Partnership, goal: str, starts_date: dt.date, at: dt.datetime) -> Audit:
    """Begin an audit; in a room that others have joined they see it from the first day."""
    organization = current_principal().organization_id
    if Audit.objects.filter(owner_org_id=organization, partnership=partnership, starts_date=starts_date).exists():
        raise UnableToAudit(_("An audit of this partnership already begins on that day."))
    joined = Party.objects.filter(partnership=partnership, state=PartyState.ACTIVE).count()
    is_shared = partnership.visibility == Visibility.SHARED and joined > 1
    audit = Audit.objects.create(
        owner_org_id=organization,
        visibility=Visibility.SHARED if is_shared else Visibility.PRIVATE,
        partnership=partnership,
        goal=goal.strip()[:LONGEST_GOAL],
        starts_date=starts_date,
    )
    record("begin", "audit", audit.ref, at=at, partnership=partnership.ref)
    return audit


@transaction.atomic
def state_goal(*, audit: Audit, goal: str, ends_date: dt.date | None, at: dt.datetime) -> None:
    """Write down the joint goal that rewards are held against, and the last day of the audit."""
    refuse_if_issued(audit)
    if audit.owner_org_id != current_principal().organization_id:
        raise UnableToAudit(_("The side that began the audit states its goal."))
    if ends_date is not None and ends_date < audit.starts_date:
        raise UnableToAudit(_("The audit cannot end before it begins."))
    audit.goal, audit.ends_date = goal.strip()[:LONGEST_GOAL], ends_date
    audit.save(update_fields=["goal", "ends_date"])
    record("change", "audit", audit.ref, at=at)


@transaction.atomic
def add_respondents(*, audit: Audit, people: Iterable[NewRespondent]) -> int:
    """Add people who are not there yet, by side and name; return how many were added."""
    refuse_if_issued(audit)
    added = 0
    for one in people:
        if one.level not in Level.values:
            raise UnableToAudit(_("“%(name)s” needs a level.") % {"name": one.name})
        place = {"organization": one.side.organization, "name": one.name[:150]}
        if Respondent.objects.filter(audit=audit, **place).exists():
            continue
        fields = {**place, "level": one.level, "function": one.function[:100], "email": one.email.lower()}
        Respondent.objects.create(**like(audit, **fields))
        added += 1
    return added


@transaction.atomic
def remove_respondent(*, respondent: Respondent) -> None:
    """Take somebody off the list; who has spoken stays."""
    refuse_if_issued(respondent.audit)
    require_own(respondent)
    if Interview.objects.filter(respondents=respondent).exists():
        raise UnableToAudit(_("%(name)s has been interviewed and stays on the list.") % {"name": respondent.name})
    respondent.delete()


@transaction.atomic
def hold_interview(
    *, audit: Audit, mode: str, held_date: dt.date, people: Iterable[Respondent], note: str = ""
) -> Interview:
    """Keep that people were interviewed; the note stays with one's own organization."""
    refuse_if_issued(audit)
    present = list(people)
    sides = {one.organization_id for one in present}
    if not present:
        raise UnableToAudit(_("Say who was there."))
    if mode == Mode.SEPARATE and len(sides) > 1:
        raise UnableToAudit(_("In a separate interview people of one side are alone. Choose “joint”."))
    if mode == Mode.JOINT and len(sides) < 2:
        raise UnableToAudit(_("In a joint interview people of both sides are in the room."))
    interview = Interview.objects.create(**like(audit, mode=mode, held_date=held_date))
    interview.respondents.set(present)
    keep_note(interview=interview, text=note)
    return interview


def keep_note(*, interview: Interview, text: str) -> None:
    """Keep what the facilitator wrote down, over what stood there before."""
    own = private(interview=interview)
    if text.strip():
        InterviewNote.objects.update_or_create(**own, defaults={"text": text.strip()})
    else:
        InterviewNote.objects.filter(**own).delete()


def add_artifact(*, audit: Audit, **fields: Any) -> Artifact:
    """Keep that a document was reviewed."""
    refuse_if_issued(audit)
    return Artifact.objects.create(**like(audit, **fields))


def add_signal(*, audit: Audit, **fields: Any) -> Signal:
    """Keep a signal with the days of its stages, which follow each other."""
    refuse_if_issued(audit)
    steps = ("observed_date", "escalated_date", "on_agenda_date", "decided_date", "started_date")
    days = [fields[name] for name in steps if fields.get(name)]
    if days != sorted(days):
        raise UnableToAudit(_("The stages of a signal follow each other: seen, escalated, agenda, decided, started."))
    return Signal.objects.create(**like(audit, **fields))


def require_own(row: OfAudit) -> None:
    """Let only the side that entered something change it or take it back."""
    if row.owner_org_id != current_principal().organization_id:
        raise UnableToAudit(_("The other side entered this; only they change it."))


def remove(*, row: Artifact | Signal | Interview) -> None:
    """Take back what was entered by mistake."""
    refuse_if_issued(row.audit)
    require_own(row)
    row.delete()


def own_side(audit: Audit) -> AuditSide | None:
    """Return the side of the acting organization."""
    own = str(current_principal().organization_id)
    return next((side for side in sides_of(audit) if side.key == own), None)
