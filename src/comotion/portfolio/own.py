"""What every page's frame shows of the program: one's own partnerships, and how many there are, each by an index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comotion.core.principal import current_principal
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Sponsor
from comotion.portfolio.lines import PortfolioLine
from comotion.portfolio.models import ProgramTotals
from comotion.portfolio.pages import COLUMNS, line_of, own_lines

OWN = 8
WARNED = 4


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One partnership beside the menu: the Momentum Index, or the scorecard where there is none."""

    ref: str
    name: str
    value: float | None


def lines_of_person(name: str) -> tuple[OwnLine, ...]:
    """Return the partnerships a person owns, most warned first; for somebody who owns none the first with warnings."""
    order = ("-open_warnings", "sort_name", "id")
    columns = ("ref", "name", "momentum_index", "scorecard")
    own = own_lines().filter(owner_name=name).order_by(*order).values_list(*columns)[:OWN] if name else ()
    found = list(own) or own_lines().filter(open_warnings__gt=0).order_by(*order).values_list(*columns)[:WARNED]
    return tuple(OwnLine(ref, title, card if index is None else index) for ref, title, index, card in found)


def sponsored_lines(name: str, day: dt.date) -> tuple[PortfolioLine, ...]:
    """Return the partnerships whose sponsor on our side a person is on a day, those worth most attention first."""
    sponsored = Sponsor.objects.filter(owner_org_id=current_principal().organization_id, side=Side.OURS, name=name)
    serving = sponsored.exclude(until_date__lte=day).exclude(from_date__gt=day)
    rows = own_lines().filter(partnership_id__in=serving.values("partnership_id"))
    return tuple(line_of(row) for row in rows.order_by("-sort_priority", "sort_name", "id").values_list(*COLUMNS))


def number_of_partnerships() -> int:
    """Return how many partnerships the program has, as it was last counted."""
    own = ProgramTotals.objects.filter(owner_org_id=current_principal().organization_id)
    return own.values_list("content__partnerships", flat=True).first() or 0
