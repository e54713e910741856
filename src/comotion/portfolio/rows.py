"""One partnership as the portfolio computes with it, and as it stands in the kept line."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comotion.methods.scored import Scored
from comotion.methods.vocabulary import CATEGORIES, DIMENSIONS
from comotion.portfolio.lines import WarningMark
from comotion.scores.explained import Figure
from comotion.scores.operations import Outcome
from comotion.scores.warnings import Episode

DRAWN_FIGURES = (
    "scorecard",
    "momentum_index",
    *(f"category.{name}" for name in CATEGORIES),
    *(f"dimension.{name}" for name in DIMENSIONS),
)
"""The figures that a line draws, in this order."""
OTHER_FIGURES = ("potential", "health", "maturity", "tier_score")
"""The figures that only the program as a whole reads."""
KEPT_FIGURES = DRAWN_FIGURES + OTHER_FIGURES
STATUSES = ("insufficient", "provisional", "ok")
SEVERITIES = ("high", "medium", "low")
Packed = list[Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One partnership: its figures, and what phases, tiers and counts read beside them."""

    id: int
    ref: str
    name: str
    approach: str
    level: str
    owner_name: str
    as_of: dt.date | None
    figures: dict[str, Figure]
    trend: float | None
    momentum_before: float | None
    warnings: tuple[WarningMark, ...]
    last_review_date: dt.date | None
    next_review_date: dt.date | None
    effort: float | None
    has_sponsors: bool
    partner_willing: bool | None
    started_date: dt.date | None
    revenue: float | None
    currency: str
    missing: tuple[str, ...]
    disagreements: tuple[tuple[str, float | None, float | None], ...]

    @property
    def has_support(self) -> bool:
        """Say whether each side has a sponsor who is in contact."""
        return self.has_sponsors and all(mark.code != "SPONSOR_GONE" for mark in self.warnings)

    def value(self, figure: str) -> float | None:
        """Return the value of a figure."""
        return self.figures[figure].value

    @property
    def severity(self) -> str:
        """Return how grave the gravest open warning is, empty without one."""
        found = {mark.severity for mark in self.warnings}
        return next((severity for severity in SEVERITIES if severity in found), "")


def row_of(outcome: Outcome) -> Row:
    """Return what the portfolio reads of a rescored partnership."""
    partnership, standing = outcome.partnership, outcome.partnership.standing
    return Row(
        partnership.id,
        partnership.ref,
        partnership.name,
        partnership.approach,
        standing.level,
        standing.owner_name,
        outcome.as_of,
        {name: _figure(outcome.figures[name]) for name in KEPT_FIGURES},
        outcome.trends["scorecard"],
        outcome.momentum_before,
        tuple(_mark(one) for one in outcome.warnings),
        outcome.last_review_date,
        outcome.next_review_date,
        standing.effort,
        outcome.has_sponsors,
        standing.partner_willing,
        outcome.started_date,
        outcome.revenue,
        outcome.currency,
        outcome.missing,
        outcome.disagreements,
    )


def _figure(scored: Scored) -> Figure:
    return Figure(scored.value, scored.coverage, scored.status, scored.low, scored.high, scored.n)


def _mark(one: Episode) -> WarningMark:
    return WarningMark(one.code, one.severity, "", one.opened_date, one.last_fired_date, one.readings)


def sort_name(name: str) -> str:
    """Return what a name is sorted by: without accents and case, so that AMD does not stand before Accenture."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return plain.casefold()[:200]


def packed_figure(figure: Figure) -> Packed:
    """Return a figure as a short list."""
    return [figure.value, figure.coverage, STATUSES.index(figure.status), figure.low, figure.high, figure.n]


def _unpacked(packed: Packed) -> Figure:
    value, coverage, status, low, high, n = packed
    return Figure(value, coverage, STATUSES[status], low, high, n)


def packed_marks(marks: tuple[WarningMark, ...]) -> list[Packed]:
    """Return warnings as short lists; what fired them stands with the warning itself."""
    return [
        [mark.code, mark.severity, mark.side, mark.opened_date.isoformat(), mark.last_fired_date.isoformat()]
        for mark in marks
    ]


def unpacked_marks(marks: list[Packed]) -> tuple[WarningMark, ...]:
    """Return warnings again, the gravest first."""
    found = (
        WarningMark(code, severity, side, dt.date.fromisoformat(opened), dt.date.fromisoformat(fired))
        for code, severity, side, opened, fired in marks
    )
    return tuple(sorted(found, key=lambda mark: SEVERITIES.index(mark.severity)))


def glyphs_of(row: Row) -> dict[str, Any]:
    """Return what the table draws of a row."""
    return {
        "figures": [packed_figure(row.figures[name]) for name in DRAWN_FIGURES],
        "before": row.momentum_before,
        "warnings": packed_marks(row.warnings),
    }


def basis_of(row: Row) -> dict[str, Any]:
    """Return what phases, tiers and counts read of a row beside what is drawn."""
    return {
        "figures": [packed_figure(row.figures[name]) for name in OTHER_FIGURES],
        "effort": row.effort,
        "sponsors": row.has_sponsors,
        "willing": row.partner_willing,
        "started": row.started_date.isoformat() if row.started_date else None,
        "revenue": row.revenue,
        "currency": row.currency,
        "missing": list(row.missing),
        "disagreements": [list(one) for one in row.disagreements],
    }


def figures_in(packed: Iterable[Packed], names: Iterable[str] = DRAWN_FIGURES) -> dict[str, Figure]:
    """Return kept figures by name."""
    return {name: _unpacked(one) for name, one in zip(names, packed, strict=True)}


COLUMNS = (
    "partnership_id",
    "ref",
    "name",
    "approach",
    "level",
    "owner_name",
    "as_of",
    "trend",
    "last_review_date",
    "next_review_date",
    "basis",
    "glyphs",
)


def kept_row(values: tuple[Any, ...]) -> Row:
    """Return the row of a kept line from its columns."""
    key, ref, name, approach, level, owner, as_of, trend, last, following, basis, glyphs = values
    return Row(
        key,
        ref,
        name,
        approach,
        level,
        owner,
        as_of,
        figures_in(glyphs["figures"]) | figures_in(basis["figures"], OTHER_FIGURES),
        trend,
        glyphs["before"],
        unpacked_marks(glyphs["warnings"]),
        last,
        following,
        basis["effort"],
        basis["sponsors"],
        basis["willing"],
        dt.date.fromisoformat(basis["started"]) if basis["started"] else None,
        basis["revenue"],
        basis["currency"],
        tuple(basis["missing"]),
        tuple((kpi, value, other) for kpi, value, other in basis["disagreements"]),
    )
