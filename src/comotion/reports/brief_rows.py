"""The tables of the brief: each row already written out for people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.ledger.models import Direction, ValueType
from comotion.narrative.names import figure_name
from comotion.narrative.wording import Wording
from comotion.partnerships.enums import Side
from comotion.portfolio.lines import DealLine, MeetingLine, PartnershipBrief
from comotion.reports.cells import NOTHING, day
from comotion.rhythm.models import MeetingKind
from comotion.scores.explained import Input

MOST_DEALS = 3
MOST_GAPS, MOST_GAPS_ALONE = 3, 6
MOST_NEXT = 2


def _word(choices: Any, code: str) -> str:
    return str(dict(choices).get(code, code))


def amount(value: float | None, currency: str, wording: Wording) -> str:
    """Return an amount of money without its decimals."""
    return NOTHING if value is None else f"{wording.number(value)} {currency}".strip()


def meeting_rows(brief: PartnershipBrief, wording: Wording) -> list[dict[str, str]]:
    """Return the last meeting of each kind, and the next one of each."""
    held = [
        {"name": _word(MeetingKind.choices, line.kind), "when": _ago(line, wording)}
        for line in brief.last_meetings.values()
    ]
    nearest = {line.kind: line for line in reversed(brief.next_meetings)}
    due = [
        {
            "name": _("Next: %(meeting)s") % {"meeting": _word(MeetingKind.choices, kind)},
            "when": day(line.scheduled_date, wording),
        }
        for kind, line in nearest.items()
    ]
    return held + due[:MOST_NEXT]


def _ago(line: MeetingLine, wording: Wording) -> str:
    if line.held_date is None or line.days is None:
        return NOTHING
    held = {"day": wording.day(line.held_date), "days": wording.number(line.days)}
    return ngettext("%(day)s, %(days)s day ago", "%(day)s, %(days)s days ago", line.days) % held


def sponsor_rows(brief: PartnershipBrief, wording: Wording) -> list[dict[str, str]]:
    """Return who sponsors on each side, and when they last met the other side."""
    return [
        {
            "side": _word(Side.choices, line.side),
            "name": line.name,
            "when": day(line.last_contact_date, wording),
        }
        for line in brief.sponsors
        if line.name
    ]


def deal_rows(brief: PartnershipBrief, wording: Wording) -> dict[str, Any]:
    """Return the first open deals and how many there are."""
    return {
        "rows": [_deal(line, wording) for line in brief.open_deals[:MOST_DEALS]],
        "open": brief.open_deals_of,
        "won": brief.won_deals_of,
    }


def _deal(line: DealLine, wording: Wording) -> dict[str, str]:
    return {
        "name": line.name,
        "account": line.account_name or NOTHING,
        "stage": line.stage or NOTHING,
        "amount": amount(line.amount, line.currency, wording),
        "close": day(line.close_date, wording),
    }


def horizon_rows(brief: PartnershipBrief, wording: Wording) -> list[dict[str, str]]:
    """Return the grade of each horizon with its evidence."""
    return [
        {
            "name": f"{line.horizon.upper()} · {_word(Side.choices, line.side)}",
            "grade": wording.number(line.grade),
            "evidence": line.evidence or NOTHING,
            "date": day(line.date, wording),
        }
        for line in brief.horizons
    ]


def ledger_rows(brief: PartnershipBrief, wording: Wording) -> list[dict[str, str]]:
    """Return what each side gave and got in the last twelve months, in the eyes of each."""
    return [
        {
            "side": _word(Side.choices, cell.side),
            "name": f"{_word(Direction.choices, cell.direction)}, {_word(ValueType.choices, cell.value_type)}",
            "ours": amount(cell.our_amount, cell.currency, wording),
            "theirs": amount(cell.their_amount, cell.currency, wording),
            "entries": _("%(confirmed)s of %(entries)s") % {"confirmed": cell.confirmed, "entries": cell.entries},
        }
        for cell in brief.ledger
    ]


def gap_rows(brief: PartnershipBrief, wording: Wording) -> list[dict[str, str]]:
    """Return the first figures that are missing, and how they are collected; more where there is nothing else."""
    most = MOST_GAPS if brief.readings else MOST_GAPS_ALONE
    return [{"name": figure_name(gap.figure, wording), "how": gap.how_to_collect} for gap in brief.missing[:most]]


def reading_rows(brief: PartnershipBrief, wording: Wording) -> list[dict[str, str]]:
    """Return where the readings came from: the figure, its value, the source or the person, and the date."""
    return [_reading(found, wording) for found in brief.readings]


def _reading(found: Input, wording: Wording) -> dict[str, str]:
    value = NOTHING if found.value is None else f"{wording.number(found.value, 2)} {found.unit}".strip()
    return {
        "name": figure_name(found.name, wording),
        "value": value,
        "source": ", ".join(word for word in (found.source, found.person) if word) or NOTHING,
        "date": _written_day(found.date, wording),
    }


def _written_day(text: str, wording: Wording) -> str:
    return wording.full_day(dt.date.fromisoformat(text[:10])) if text else NOTHING
