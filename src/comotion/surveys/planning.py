"""The pulse by the clock: rounds whose time is over close, due ones open, people hear of them twice."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core import audit
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.partnerships.models import Partnership, Party
from comotion.surveys.instruments import PULSE
from comotion.surveys.models import PulsePlan, SurveyRound
from comotion.surveys.operations import Invited, UnableToOpenRound, UnableToRemind, close, open_round, remind
from comotion.surveys.queries import due_to_close, plans_due, respondents_of, rounds_of, running
from comotion.surveys.rules import months_later, reminder_is_due

EVERY = (0, 1, 3, 6, 12)
"""Months between two rounds that can be chosen; 0 is by hand only."""


class UnableToPlan(ValueError):
    """The plan stays as it is; the message says why."""


@transaction.atomic
def set_plan(*, partnership: Partnership, months: int, at: dt.datetime) -> PulsePlan:
    """Say how often a partnership is asked; the next round counts from the last one."""
    principal = current_principal()
    require(principal, "change", "surveys")
    if months not in EVERY:
        raise UnableToPlan(_("There is no such interval."))
    last = last_round(partnership)
    plan, _created = PulsePlan.objects.update_or_create(
        owner_org_id=principal.organization_id,
        partnership=partnership,
        defaults={
            "months": months,
            "next_date": months_later(last.opened_at.date(), months) if last and months else None,
        },
    )
    audit.record("pulse.planned", "partnership", partnership.ref, at=at, partnership=partnership.ref, months=months)
    return plan


def last_round(partnership: Partnership) -> SurveyRound | None:
    """Return the acting organization's latest pulse round in a partnership."""
    return rounds_of(partnership, PULSE).filter(owner_org_id=current_principal().organization_id).first()


def asked_last(partnership: Partnership) -> list[Invited]:
    """Return whom the latest round asked, each for the party that stands in their company's place now."""
    last = last_round(partnership)
    parties = Party.objects.filter(partnership=partnership).values_list("organization_id", "record_id")
    now_called = {old: new for new, record in parties for old in (new, record) if old is not None}
    return [
        Invited(now_called[one.organization_id], one.level, one.address, one.name, one.language)
        for one in (respondents_of(last) if last else ())
        if one.organization_id in now_called and one.address
    ]


def close_due(at: dt.datetime) -> int:
    """Close the acting organization's rounds whose time is over."""
    return len([close(round_=round_, at=at) for round_ in due_to_close(at)])


def remind_due(at: dt.datetime) -> int:
    """Remind where half of the time is over, and again shortly before the end."""
    return sum(_reminds(round_, at) for round_ in running(at) if reminder_is_due(round_, at))


def open_due(at: dt.datetime) -> int:
    """Open the rounds whose day has come; one that cannot be opened waits until it can."""
    return sum(_opens(plan, at) for plan in plans_due(at.date()))


def is_anything_due(at: dt.datetime) -> bool:
    """Say whether there is something to do for the acting organization."""
    return bool(due_to_close(at) or plans_due(at.date()) or any(reminder_is_due(one, at) for one in running(at)))


def _reminds(round_: SurveyRound, at: dt.datetime) -> bool:
    try:
        remind(round_=round_, at=at)
    except UnableToRemind:
        return False
    return True


def _opens(plan: PulsePlan, at: dt.datetime) -> bool:
    try:
        open_round(
            partnership=plan.partnership,
            instrument_name=PULSE,
            respondents=asked_last(plan.partnership),
            closes_at=at + dt.timedelta(days=plan.days_open),
            at=at,
            by=None,
        )
    except UnableToOpenRound:
        return False
    return True
