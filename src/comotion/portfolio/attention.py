"""What needs a person now: partnerships with open warnings and the readings that fired them, meetings ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from comotion.core.principal import current_principal
from comotion.portfolio.lines import PortfolioLine, WarningMark
from comotion.portfolio.pages import COLUMNS, line_of, own_lines
from comotion.rhythm.models import Meeting
from comotion.scores.models import EarlyWarning

MOST = 50
AHEAD = 6
GRAVITY = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Ahead:
    """One meeting that is planned and not yet held."""

    date: dt.date
    kind: str
    ref: str
    name: str


def warned_lines(*, most: int = MOST) -> tuple[PortfolioLine, ...]:
    """Return the partnerships with open warnings, those with the gravest first, in two queries."""
    rows = own_lines().filter(open_warnings__gt=0).order_by("-open_warnings", "sort_name", "id")
    found = {values[0]: line_of(values[1:]) for values in rows.values_list("partnership_id", *COLUMNS)[:most]}
    marks = _marks(list(found))
    lines = [replace(line, warnings=tuple(marks.get(key, ()))) for key, line in found.items()]
    return tuple(sorted(lines, key=_gravity))


def _marks(partnerships: list[int]) -> dict[int, list[WarningMark]]:
    """Return the open warnings with their readings, the gravest of each partnership first."""
    own = EarlyWarning.objects.filter(
        owner_org_id=current_principal().organization_id, cleared_date=None, partnership_id__in=partnerships
    )
    marks: dict[int, list[WarningMark]] = {}
    for row in own.order_by("opened_date", "pk"):
        mark = WarningMark(row.code, row.severity, row.side, row.opened_date, row.last_fired_date, row.readings)
        marks.setdefault(row.partnership_id, []).append(mark)
    for found in marks.values():
        found.sort(key=lambda mark: (GRAVITY.get(mark.severity, 3), mark.opened_date))
    return marks


def _gravity(line: PortfolioLine) -> tuple[int, int, str]:
    if not line.warnings:
        return 3, 0, line.name
    return GRAVITY.get(line.warnings[0].severity, 3), -len(line.warnings), line.name


def next_meetings(day: dt.date, *, most: int = AHEAD) -> tuple[Ahead, ...]:
    """Return the meetings ahead, the next one first."""
    rows = Meeting.objects.filter(held_date=None, scheduled_date__gte=day).order_by("scheduled_date", "pk")
    names = rows.values_list("scheduled_date", "kind", "partnership__ref", "partnership__name")
    return tuple(Ahead(date, kind, ref, name) for date, kind, ref, name in names[:most] if date is not None)
