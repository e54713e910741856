"""The program as it is read: pages of the list, the summary, the board of phases."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from comotion.core.principal import current_principal
from comotion.methods.vocabulary import PHASES
from comotion.portfolio.brief import partnership_brief
from comotion.portfolio.findings import findings
from comotion.portfolio.lines import PhaseCard, PhaseColumn, PortfolioFilters, PortfolioPage, PortfolioSummary
from comotion.portfolio.models import ProgramTotals
from comotion.portfolio.pages import SORTS, filtered, own_lines, page_of
from comotion.portfolio.rows import unpacked_marks
from comotion.portfolio.totals import empty_totals, summary_from
from comotion.scores.settings import current_settings

__all__ = [
    "SORTS",
    "findings",
    "partnership_brief",
    "phase_board",
    "portfolio_page",
    "portfolio_summary",
]
EVERYTHING = PortfolioFilters()
SEVERITIES = ("high", "medium", "low")
KEPT_SUMMARIES = 32


def portfolio_summary() -> PortfolioSummary:
    """Return the counts of the program as they were kept when scores last changed."""
    own = ProgramTotals.objects.filter(owner_org_id=current_principal().organization_id)
    text = Cast("content", TextField())
    found = own.annotate(text=text).values_list("text", "as_of", "computed_at").first()
    if found is None:
        return summary_from(empty_totals(current_settings()), None, None)
    return _summary(*found)


@lru_cache(KEPT_SUMMARIES)
def _summary(text: str, as_of: dt.date | None, computed_at: dt.datetime) -> PortfolioSummary:
    """Return kept counts; of the same ones the same summary, since reading them takes longer than any query."""
    return summary_from(json.loads(text), as_of, computed_at)


def portfolio_page(
    *,
    filters: PortfolioFilters = EVERYTHING,
    sort: str = "",
    after: str = "",
    size: int = 50,
    summary: PortfolioSummary | None = None,
) -> PortfolioPage:
    """Return one page of the list, behind the key ``after``; ``summary`` saves the query of whoever has it already."""
    lines, following, used = page_of(filters, sort, after, size)
    is_whole = not after and not following
    total = len(lines) if is_whole else _total(filters, summary)
    return PortfolioPage(lines, total, following, used, filters)


def _total(filters: PortfolioFilters, summary: PortfolioSummary | None) -> int:
    """Return how many lines match: from kept counts, else by counting."""
    if summary is not None and filters == EVERYTHING:
        return summary.partnerships
    kept = _kept_total(filters)
    return filtered(own_lines(), filters).count() if kept is None else kept


def _kept_total(filters: PortfolioFilters) -> int | None:
    given = {name: value for name in PortfolioFilters.__slots__ if (value := getattr(filters, name))}
    if not given.keys() <= {"tier", "phase"} or len(given) > 1:
        return None
    own = ProgramTotals.objects.filter(owner_org_id=current_principal().organization_id)
    if not given:
        return own.values_list("content__partnerships", flat=True).first()
    group, word = ("tiers", filters.tier) if filters.tier else ("phases", filters.phase)
    found = own.values_list(f"content__{group}", flat=True).first()
    return found.get(word, 0) if found else None


def phase_board(size: int = 6) -> tuple[PhaseColumn, ...]:
    """Return the five phases, best first, with as many cards as asked for and how many there are."""
    own = ProgramTotals.objects.filter(owner_org_id=current_principal().organization_id)
    totals, slots = own.values_list("content__phases", "content__slots").first() or ({}, {})
    return tuple(_column(phase, totals.get(phase, 0), slots.get(phase), size) for phase in PHASES)


def _column(phase: str, total: int, slots: int | None, size: int) -> PhaseColumn:
    rows = own_lines().filter(phase=phase).order_by("-sort_priority", "sort_name", "id")
    names = ("ref", "name", "health", "potential", "priority", "coverage", "computed_phase", "glyphs")
    return PhaseColumn(phase, total, slots, tuple(_card(values) for values in rows.values_list(*names)[:size]))


def _card(values: tuple[Any, ...]) -> PhaseCard:
    ref, name, health, potential, priority, coverage, computed, glyphs = values
    found = {mark.severity for mark in unpacked_marks(glyphs["warnings"])}
    severity = next((one for one in SEVERITIES if one in found), "")
    reason = glyphs.get("moved", "")
    return PhaseCard(ref, name, health, potential, priority, coverage, "moved" in glyphs, computed, reason, severity)
