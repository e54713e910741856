"""Partnerships: the scored list, one of them, its months, and every figure opened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query

from comotion.api.application import Frozen, PolicedRouter
from comotion.api.figures import Scored, Warned
from comotion.api.problems import Unusable
from comotion.core.access import visible_or_404
from comotion.core.clock import today
from comotion.core.policy import policy
from comotion.partnerships.models import Partnership
from comotion.portfolio.lines import MeetingLine, MonthPoint, PortfolioFilters
from comotion.portfolio.queries import portfolio_page
from comotion.reports.data import brief_document, line_documents
from comotion.scores.explained import Explanation, Gap, Input
from comotion.scores.explanation import explain
from comotion.scores.queries import MonthValues, month_values

router = PolicedRouter(tags=["partnerships"])


class ListQuery(Frozen):
    """What the list is narrowed to and how it is ordered; ``after`` is the key in ``next``."""

    tier: str = ""
    phase: str = ""
    owner: str = ""
    approach: str = ""
    level: str = ""
    warning: str = ""
    text: str = ""
    sort: str = "name"
    after: str = ""


class Line(Frozen):
    """One partnership in the list."""

    id: str
    name: str
    parties: list[str]
    approach: str
    level: str
    owner: str
    tier: str
    phase: str
    scorecard: Scored
    categories: dict[str, Scored]
    momentum_index: Scored
    trend: float | None
    potential: float | None
    health: float | None
    priority: float | None
    coverage: float
    as_of: dt.date | None
    last_review_date: dt.date | None
    next_review_date: dt.date | None
    warnings: list[Warned]


class LinePage(Frozen):
    """One page of the list; ``next`` is the address of the following one, null at the end."""

    items: list[Line]
    total: int
    next: str | None


class Facts(Frozen):
    """What a partnership is."""

    id: str
    name: str
    parties: list[str]
    state: str
    approach: str
    operating_model: str
    field: str
    started_date: dt.date | None
    owner_name: str
    level: str
    programs: list[str]
    tier: str
    phase: str
    computed_phase: str
    step: int | None
    next_review_date: dt.date | None
    as_of: dt.date | None
    computed_at: dt.datetime | None


class Meetings(Frozen):
    """The last meeting of each kind, and those to come."""

    last: dict[str, MeetingLine]
    next: list[MeetingLine]


class Brief(Frozen):
    """One partnership on one page."""

    partnership: Facts
    sentence: str
    ask: list[str]
    figures: dict[str, Scored]
    trends: dict[str, float | None]
    commitments: list[dict[str, object]]
    insights: list[dict[str, object]]
    meetings: Meetings
    warnings: list[Warned]
    history: list[MonthPoint]
    missing: list[Gap]
    readings: list[Input]


class Months(Frozen):
    """The stored figures of each month, oldest first."""

    items: list[MonthValues]


@router.get("/partnerships", response=LinePage)
@policy("portfolio", GET="read")
def partnerships(request: HttpRequest, query: Query[ListQuery]) -> dict[str, Any]:
    """List the scored portfolio, page by page."""
    _refuse_unknown(request)
    filters = PortfolioFilters(**query.model_dump(exclude={"sort", "after"}))
    page = portfolio_page(filters=filters, sort=query.sort, after=query.after)
    return {"items": line_documents(page.lines), "total": page.total, "next": next_address(request, page.after)}


def _refuse_unknown(request: HttpRequest) -> None:
    """Refuse a filter that there is not: a list that silently shows everything would mislead."""
    if unknown := sorted(set(request.GET) - set(ListQuery.model_fields)):
        raise Unusable(f"“{unknown[0]}” is no filter. There are: {', '.join(ListQuery.model_fields)}.")


def next_address(request: HttpRequest, after: str) -> str | None:
    """Return the address of the following page with the same question, None at the end."""
    if not after:
        return None
    asked = request.GET.copy()
    asked["after"] = after
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


@router.get("/partnerships/{ref}", response=Brief)
@policy("standing", GET="read")
def partnership(request: HttpRequest, ref: str) -> dict[str, Any]:
    """Return one partnership with its sentence, figures, meetings and warnings."""
    del request
    return brief_document(_visible(ref, "standing"), today())


@router.get("/partnerships/{ref}/history", response=Months)
@policy("standing", GET="read")
def history(request: HttpRequest, ref: str) -> dict[str, Any]:
    """Return total, categories and Momentum Index of every month."""
    del request
    return {"items": month_values(_visible(ref, "standing"))}


@router.get("/partnerships/{ref}/figures/{figure}", response=Explanation)
@policy("explanation", GET="read")
def figure(request: HttpRequest, ref: str, figure: str, as_of: dt.date | None = None) -> Explanation:
    """Open a figure: parts, weights, coverage, inputs with source and date, method and version."""
    del request
    return explain(_visible(ref, "explanation"), figure, as_of)


def _visible(ref: str, resource: str) -> str:
    return visible_or_404(Partnership, "read", resource, ref=ref).ref
