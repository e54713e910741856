"""An audit of two companies: people of every level, their answers, contacts, signals, papers, rewards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from comotion.audits.contacts import keep_touchpoint
from comotion.audits.models import Audit, BaselineCells, Element, Respondent, RoleGroup
from comotion.audits.operations import (
    NewRespondent,
    add_artifact,
    add_respondents,
    add_signal,
    begin_audit,
    hold_interview,
)
from comotion.audits.questionnaire import close_round, send
from comotion.audits.rewards import enter_element, enter_joint_share, name_group, rate, release, withhold
from comotion.audits.sides import sides_of
from comotion.methods.friction.questions import questions
from comotion.partnerships.models import Partnership
from comotion.surveys.models import SurveyAnswer, SurveyRespondent, SurveyResponse

AT = dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC)
CLOSES = dt.datetime(2026, 10, 16, 9, tzinfo=dt.UTC)
ISSUED = dt.datetime(2026, 10, 19, 9, tzinfo=dt.UTC)
LEVELS = ("executive", "management", "operational")
GOAL = "Win 40 joint customers by December."
Values = Callable[[str, str, int, str], int | None]


def agree(side: str, level: str, number: int, question: str) -> int | None:
    """Executives are content, those who do the work are not."""
    del side, number
    healthy = {"executive": 4, "management": 3, "operational": 2}[level]
    return 6 - healthy if questions()[question].reversed else healthy


def begin(partnership: Partnership, *, sizes: Mapping[str, int] | None = None, starts: dt.date | None = None) -> Audit:
    """Begin an audit and list its people: so many of each level of each side."""
    audit = begin_audit(partnership=partnership, goal=GOAL, starts_date=starts or AT.date(), at=AT)
    counts = sizes or dict.fromkeys(LEVELS, 3)
    people = [
        NewRespondent(side, level, f"{side.name} {level} {number}", "", f"{level}{number}@{place}.example")
        for place, side in enumerate(sides_of(audit))
        for level in LEVELS
        for number in range(counts[level])
    ]
    add_respondents(audit=audit, people=people)
    return audit


def answer(audit: Audit, values: Values = agree, *, mode: str = "separate") -> None:
    """Let everybody answer what their level is asked; None leaves a statement out."""
    if audit.round is None:
        send(audit=audit, closes_at=CLOSES, at=AT, by=None)
    rows = []
    for person in SurveyRespondent.unscoped.filter(round=audit.round).select_related("organization").order_by("pk"):
        number = int(person.name.rsplit(" ", 1)[1])
        own = {"owner_org_id": audit.owner_org_id, "visibility": audit.visibility}
        response = SurveyResponse.unscoped.create(
            **own, round=audit.round, respondent=person, organization=person.organization, level=person.level, mode=mode
        )
        rows += [
            SurveyAnswer(**own, response=response, item=name, value=float(value), date=AT.date())
            for name, one in questions().items()
            if person.level in one.levels
            and (value := values(person.organization.name, person.level, number, name)) is not None
        ]
    SurveyAnswer.unscoped.bulk_create(rows)


def gather(audit: Audit) -> None:
    """Gather contacts, a signal, papers and interviews, so that those parts are complete."""
    sides = sides_of(audit)
    both = {side.key: {"operational": 2} for side in sides}
    top = {side.key: {"executive": 1} for side in sides}
    middle = {side.key: {"management": 1} for side in sides}
    usual: dict[str, Any] = {"channel": "video", "touchpoint": None, "audit": audit}
    keep_touchpoint(**usual, people=both, name="Weekly", tier="wts", per_quarter=13, minutes=60, past=45, planning=15)
    keep_touchpoint(**usual, people=middle, name="Monthly", tier="mbr", per_quarter=3, minutes=90, past=60, problem=30)
    keep_touchpoint(**usual, people=top, name="Quarterly", tier="qsr", per_quarter=1, minutes=120, past=90)
    day = dt.date(2026, 8, 3)
    days = {"observed_date": day, "escalated_date": day + dt.timedelta(9), "decided_date": day + dt.timedelta(42)}
    add_signal(audit=audit, name="A competitor bundles", organization=sides[0].organization, **days)
    for number, kind in enumerate(("plan", "minutes", "report", "plan", "minutes")):
        add_artifact(audit=audit, kind=kind, name=f"Paper {number}")
    everyone = list(Respondent.objects.filter(audit=audit).order_by("pk"))
    for place, person in enumerate(everyone):
        if (person.organization_id, person.level) not in {(one.organization_id, one.level) for one in everyone[:place]}:
            hold_interview(audit=audit, mode="separate", held_date=AT.date(), people=[person])
    pair = [next(one for one in everyone if one.organization_id == side.organization.pk) for side in sides]
    hold_interview(audit=audit, mode="joint", held_date=AT.date(), people=pair)


def reward(audit: Audit, side: str, behaviour: str, *, released: bool = True, share: float = 0.0) -> None:
    """Enter what the sales team of a side is paid for, and release it or keep it."""
    found = next(one for one in sides_of(audit) if one.name == side)
    group = name_group(audit=audit, side=found, name="Sales", counterpart="Sales")
    enter_element(group=group, kind="comp_plan", behaviour=behaviour, weight=1.0)
    enter_joint_share(group=group, share=share)
    if released:
        release(group=group, at=AT)


def grade(audit: Audit, side: str, behaviour: str, value: int) -> None:
    """Grade an element for a side."""
    element = Element.objects.get(group__audit=audit, behaviour=behaviour)
    found = next(one for one in sides_of(audit) if one.name == side)
    rate(element=element, side=found, grade=value, rated_by="Somebody")


def close(audit: Audit) -> None:
    """Close the questionnaire."""
    close_round(audit=audit, at=CLOSES)


def take_back(audit: Audit, side: str) -> None:
    """Keep to oneself again what was released of a side's rewards."""
    for group in RoleGroup.objects.filter(audit=audit, organization__name=side):
        withhold(group=group, at=AT)


def forget_baseline(audit: Audit) -> None:
    """Let an audit's report be issued once more."""
    BaselineCells.unscoped.filter(audit=audit).delete()
