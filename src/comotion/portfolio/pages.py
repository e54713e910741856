"""The list of the portfolio, page by page: by key, never by offset, from kept lines in one query."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from comotion.core.principal import current_principal
from comotion.methods.vocabulary import CATEGORIES, DIMENSIONS
from comotion.portfolio.lines import PortfolioFilters, PortfolioLine
from comotion.portfolio.models import PortfolioRow
from comotion.portfolio.rows import figures_in, unpacked_marks
from comotion.scores.models import EarlyWarning

SORTS: dict[str, tuple[str, ...]] = {
    "name": ("sort_name", "id"),
    "scorecard": ("-sort_scorecard", "id"),
    "priority": ("-sort_priority", "id"),
    "tier": ("sort_tier", "sort_name", "id"),
    "phase": ("sort_phase", "sort_name", "id"),
    "warnings": ("-open_warnings", "sort_name", "id"),
}
DEFAULT_SORT = "tier"
COLUMNS = (
    "id",
    "ref",
    "name",
    "approach",
    "level",
    "owner_name",
    "tier",
    "phase",
    "computed_phase",
    "as_of",
    "trend",
    "potential",
    "health",
    "priority",
    "coverage",
    "last_review_date",
    "next_review_date",
    "drawn",
)
KEPT = 4096
"""Lines kept in memory: the same ones come again on every page until scores change."""


def own_lines() -> QuerySet[PortfolioRow]:
    """Return the acting organization's lines; ``drawn`` is what they hold as JSON, still as text."""
    own = PortfolioRow.objects.filter(owner_org_id=current_principal().organization_id)
    return own.annotate(drawn=Cast("glyphs", TextField()))


def filtered(rows: QuerySet[PortfolioRow], filters: PortfolioFilters) -> QuerySet[PortfolioRow]:
    """Return the lines that match every filter."""
    plain = {"tier": filters.tier, "phase": filters.phase, "approach": filters.approach, "level": filters.level}
    plain["owner_name"] = filters.owner
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if filters.text:
        rows = rows.filter(name__icontains=filters.text)
    if filters.warning:
        open_now = EarlyWarning.objects.filter(
            owner_org_id=current_principal().organization_id, code=filters.warning, cleared_date=None
        )
        rows = rows.filter(partnership_id__in=open_now.values("partnership_id"))
    return rows


def after_key(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the filter for lines behind a key: (a beyond x), or (a = x and (b beyond y or …))."""
    name, rest = order[0].removeprefix("-"), order[1:]
    beyond = "lt" if order[0].startswith("-") else "gt"
    further = Q(**{f"{name}__{beyond}": values[0]})
    if not rest:
        return further
    return Q(**{f"{name}__{beyond}e": values[0]}) & (further | after_key(rest, values[1:]))


def written_key(values: Sequence[Any]) -> str:
    """Return the key of the next page for a link."""
    return base64.urlsafe_b64encode(json.dumps(list(values)).encode()).decode().rstrip("=")


def read_key(after: str, order: Sequence[str]) -> list[Any] | None:
    """Return the key a link carries; None for none, and for one that is no key."""
    try:
        values: Any = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, binascii.Error):
        return None
    fits = isinstance(values, list) and len(values) == len(order)
    kinds = (str if name == "sort_name" else int | float for name in order)
    if not fits or not all(isinstance(value, kind) for value, kind in zip(values, kinds, strict=True)):
        return None
    return list(values)


def page_of(filters: PortfolioFilters, sort: str, after: str, size: int) -> tuple[tuple[PortfolioLine, ...], str, str]:
    """Return the lines of a page, the key of the next one (empty at the end), and the order used."""
    sort = sort if sort in SORTS else DEFAULT_SORT
    order = SORTS[sort]
    rows = filtered(own_lines(), filters)
    key = read_key(after, order) if after else None
    if key is not None:
        rows = rows.filter(after_key(order, key))
    names = [name.removeprefix("-") for name in order]
    columns = (*COLUMNS, *(name for name in names if name not in COLUMNS))
    found = list(rows.order_by(*order).values_list(*columns)[: size + 1])
    following = written_key([found[size - 1][columns.index(name)] for name in names]) if len(found) > size else ""
    return tuple(line_of(values[: len(COLUMNS)]) for values in found[:size]), following, sort


@lru_cache(KEPT)
def line_of(values: tuple[Any, ...]) -> PortfolioLine:
    """Return the line of one kept row; of the same row it is the same line."""
    _, ref, name, approach, level, owner, tier, phase, computed, *rest = values
    as_of, trend, potential, health, priority, coverage, last, following, drawn = rest
    glyphs = json.loads(drawn)
    figures = figures_in(glyphs["figures"])
    return PortfolioLine(
        ref=ref,
        name=name,
        approach=approach,
        level=level,
        owner_name=owner,
        tier=tier,
        phase=phase,
        computed_phase=computed,
        is_moved="moved" in glyphs,
        is_pinned="pinned" in glyphs,
        as_of=as_of,
        scorecard=figures["scorecard"],
        categories={category: figures[f"category.{category}"] for category in CATEGORIES},
        dimensions={dimension: figures[f"dimension.{dimension}"] for dimension in DIMENSIONS},
        momentum_index=figures["momentum_index"],
        momentum_before=glyphs["before"],
        trend=trend,
        potential=potential,
        health=health,
        priority=priority,
        coverage=coverage,
        last_review_date=last,
        next_review_date=following,
        warnings=unpacked_marks(glyphs["warnings"]),
    )
