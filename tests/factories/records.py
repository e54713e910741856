"""What is recorded about a partnership: readings, meetings, answers, the ledger, deals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from comotion.accounts.models import Account, Opportunity
from comotion.core.principal import past_the_wall
from comotion.identity.models import Organization
from comotion.ledger.models import HorizonGrade, LedgerEntry, RoadmapTheme
from comotion.measures.models import Reading
from comotion.partnerships.models import Partnership, Sponsor
from comotion.rhythm.models import Meeting
from comotion.surveys.models import PulseAnswer, PulseRound

MOMENT = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 1, 15)


@past_the_wall()
def make_reading(partnership: Partnership, kpi: str, period: dt.date, value: float, **fields: Any) -> Reading:
    """One monthly value of the partnership's owner."""
    return Reading.unscoped.create(**_reading(partnership, kpi, period, value, fields))


@past_the_wall()
def make_readings(
    partnership: Partnership, kpi: str, first: dt.date, values: Iterable[float | None], **fields: Any
) -> list[Reading]:
    """Values of one measure, one a month from ``first`` on; None leaves the month out."""
    rows = [
        Reading(**_reading(partnership, kpi, _months_later(first, index), value, fields))
        for index, value in enumerate(values)
        if value is not None
    ]
    return Reading.unscoped.bulk_create(rows)


@past_the_wall()
def make_meeting(partnership: Partnership, kind: str, scheduled: dt.date | None, **fields: Any) -> Meeting:
    """A meeting that was due on ``scheduled``; held if ``held_date`` is given."""
    return Meeting.unscoped.create(**_of(partnership, fields), kind=kind, scheduled_date=scheduled, **fields)


@past_the_wall()
def make_sponsor(partnership: Partnership, side: str, name: str = "Sponsor", **fields: Any) -> Sponsor:
    """A sponsor of one side."""
    return Sponsor.unscoped.create(**_of(partnership, fields), side=side, name=name, **fields)


@past_the_wall()
def make_answers(
    partnership: Partnership, closed: dt.date, side: str, answers: dict[str, list[float | None]], **fields: Any
) -> PulseRound:
    """A closed pulse round: item → one answer a respondent; None is a question left open."""
    owner = _of(partnership, fields)
    round_, _created = PulseRound.unscoped.get_or_create(**owner, closed_date=closed, defaults=fields)
    PulseAnswer.unscoped.bulk_create(
        PulseAnswer(
            owner_org=owner["owner_org"],
            visibility=1,
            round=round_,
            side=side,
            respondent_hash=f"{side}-{number}",
            item=item,
            value=value,
            no_value="" if value is not None else "missing",
        )
        for item, values in answers.items()
        for number, value in enumerate(values)
    )
    return round_


@past_the_wall()
def make_ledger_entry(partnership: Partnership, side: str, direction: str, amount: float, **fields: Any) -> LedgerEntry:
    """A contribution or a return valued alike by both sides."""
    defaults = {"value_type": "financial", "description": "Entry", "date": DAY, "currency": "EUR"}
    amounts = {"our_amount": amount, "their_amount": amount}
    return LedgerEntry.unscoped.create(
        **_of(partnership, fields), **(defaults | amounts | fields), side=side, direction=direction
    )


@past_the_wall()
def make_grade(partnership: Partnership, horizon: str, grade: int, day: dt.date = DAY, **fields: Any) -> HorizonGrade:
    """How far one horizon is."""
    defaults = {"evidence": "Seen in the review."}
    return HorizonGrade.unscoped.create(
        **_of(partnership, fields), **(defaults | fields), horizon=horizon, grade=grade, date=day
    )


@past_the_wall()
def make_theme(partnership: Partnership, theme: str, **fields: Any) -> RoadmapTheme:
    """A theme of the shared roadmap."""
    return RoadmapTheme.unscoped.create(**_of(partnership, fields), theme=theme, **fields)


@past_the_wall()
def make_account(organization: Organization, name: str, **fields: Any) -> Account:
    """A company in the CRM."""
    return Account.unscoped.create(owner_org=organization, name=name, **fields)


@past_the_wall()
def make_opportunity(organization: Organization, name: str, **fields: Any) -> Opportunity:
    """A deal in the CRM."""
    return Opportunity.unscoped.create(owner_org=organization, name=name, **fields)


def _of(partnership: Partnership, fields: dict[str, Any]) -> dict[str, Any]:
    owner = fields.pop("owner_org", None) or partnership.owner_org
    return {"owner_org": owner, "partnership": partnership}


def _reading(
    partnership: Partnership, kpi: str, period: dt.date, value: float, fields: dict[str, Any]
) -> dict[str, Any]:
    defaults = {"entered_at": MOMENT, "owner_org": partnership.owner_org, "partnership": partnership}
    return defaults | {"kpi": kpi, "period_start": period, "value": value} | fields


def _months_later(first: dt.date, months: int) -> dt.date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)
