"""The program as a whole: its counts, and the warnings that are open."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from comotion.api.application import Frozen, PolicedRouter
from comotion.api.figures import Warned
from comotion.api.partnerships import next_address
from comotion.core.policy import policy
from comotion.portfolio.lines import DimensionCount, PortfolioFilters
from comotion.portfolio.queries import portfolio_page, portfolio_summary
from comotion.reports.data import counts_document, warning_document

router = PolicedRouter(tags=["portfolio"])


class Counts(Frozen):
    """How many partnerships there are of each kind; a dimension counts those that are rated in it."""

    partnerships: int
    scored: int
    good_on_all: int
    good_on_none: int
    earning_ahead: int
    phases: dict[str, int]
    tiers: dict[str, int]
    dimensions: dict[str, DimensionCount]


class Summary(Frozen):
    """The program on one page."""

    as_of: dt.date | None
    computed_at: dt.datetime | None
    coverage: float
    concentration: int | None
    concentration_of: int
    counts: Counts


class WarnedPartnership(Frozen):
    """A partnership with its open warnings."""

    id: str
    name: str
    warnings: list[Warned]


class WarningPage(Frozen):
    """One page of warned partnerships, those with most warnings first; ``next`` is null at the end."""

    items: list[WarnedPartnership]
    next: str | None


@router.get("/portfolio/summary", response=Summary)
@policy("portfolio", GET="read")
def summary(request: HttpRequest) -> dict[str, Any]:
    """Return the counts of the whole program."""
    del request
    found = portfolio_summary()
    names = ("as_of", "computed_at", "coverage", "concentration", "concentration_of")
    return {name: getattr(found, name) for name in names} | {"counts": counts_document(found)}


@router.get("/warnings", response=WarningPage)
@policy("portfolio", GET="read")
def warnings(request: HttpRequest, after: str = "") -> dict[str, Any]:
    """List the partnerships that have open early warnings."""
    page = portfolio_page(filters=PortfolioFilters(), sort="warnings", after=after)
    warned = [line for line in page.lines if line.warnings]
    is_last = len(warned) < len(page.lines)
    return {
        "items": [
            {"id": line.ref, "name": line.name, "warnings": [warning_document(mark) for mark in line.warnings]}
            for line in warned
        ],
        "next": None if is_last else next_address(request, page.after),
    }
