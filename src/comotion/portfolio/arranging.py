"""The kept lines and counts: placed anew from fresh and kept rows, written with as few statements for any number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comotion.core.principal import current_principal
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES, PHASES
from comotion.portfolio.decisions import decided
from comotion.portfolio.models import PortfolioRow, ProgramTotals
from comotion.portfolio.placing import Placement, place
from comotion.portfolio.rows import COLUMNS, Row, basis_of, glyphs_of, kept_row, sort_name
from comotion.portfolio.totals import TIER_WORDS, totals_of

BATCH = 1000
PLACE_FIELDS = ("tier", "phase", "computed_phase", "priority", "sort_tier", "sort_phase", "sort_priority", "glyphs")
LAST = 9


@dataclass(frozen=True, slots=True)
class Kept:
    """A line as it stands: its key, its row, its place and the JSON it holds."""

    pk: int
    row: Row
    place: Placement
    glyphs: dict[str, object]


def kept_lines() -> dict[int, Kept]:
    """Return the acting organization's lines by partnership."""
    names = ("pk", "computed_phase", "phase", "priority", "tier", *COLUMNS)
    own = PortfolioRow.objects.filter(owner_org_id=current_principal().organization_id)
    return {
        values[5]: Kept(values[0], kept_row(values[5:]), _place_of(values[1:5], values[-1]), values[-1])
        for values in own.order_by("partnership_id").values_list(*names)
    }


def _place_of(values: Sequence[Any], glyphs: Mapping[str, object]) -> Placement:
    computed, phase, priority, tier = values
    return Placement(computed, phase, priority, tier, is_moved="moved" in glyphs, is_pinned="pinned" in glyphs)


def arrange(
    fresh: Mapping[int, Row],
    asked: Collection[int] | None,
    *,
    settings: MethodSettings,
    as_of: dt.date,
    at: dt.datetime,
) -> dict[int, Placement]:
    """Place the program anew and write what changed: fresh rows whole, of the others only their place.

    Lines of the partnerships that were asked for and are no longer in use go.
    """
    kept = kept_lines()
    gone = [key for key in kept if key not in fresh and (asked is None or key in asked)]
    rows = {key: one.row for key, one in kept.items() if key not in gone} | dict(fresh)
    ordered = [rows[key] for key in sorted(rows)]
    choices = decided(as_of)
    placed = place(ordered, {key: one.place.tier for key, one in kept.items()}, choices, settings=settings, as_of=as_of)
    reasons = {key: reason for key, (_, reason) in choices.moves.items()}
    _write_fresh([_line(row, placed[row.id], reasons.get(row.id, "")) for row in fresh.values()])
    _write_places([one for key, one in kept.items() if key in rows and key not in fresh], placed, reasons)
    own = PortfolioRow.objects.filter(owner_org_id=current_principal().organization_id)
    if gone:
        own.filter(partnership_id__in=gone).delete()
    as_of_month = max((row.as_of for row in ordered if row.as_of is not None), default=None)
    write_totals(totals_of(ordered, placed, settings), as_of_month, at)
    return placed


def write_totals(content: dict[str, object], as_of: dt.date | None, at: dt.datetime) -> None:
    """Keep the counts."""
    ProgramTotals.objects.bulk_create(
        [ProgramTotals(owner_org_id=current_principal().organization_id, as_of=as_of, content=content, computed_at=at)],
        update_conflicts=True,
        unique_fields=["owner_org"],
        update_fields=["as_of", "content", "computed_at"],
    )


def _glyphs(glyphs: dict[str, object], placed: Placement, reason: str) -> dict[str, object]:
    decisions: dict[str, object] = {}
    if placed.is_moved:
        decisions["moved"] = reason
    if placed.is_pinned:
        decisions["pinned"] = True
    return {name: value for name, value in glyphs.items() if name not in ("moved", "pinned")} | decisions


def _places(placed: Placement) -> dict[str, object]:
    return {
        "tier": placed.tier,
        "phase": placed.phase,
        "computed_phase": placed.computed_phase,
        "priority": placed.priority,
        "sort_tier": TIER_WORDS.index(placed.tier),
        "sort_phase": PHASES.index(placed.phase) if placed.phase in PHASES else LAST,
        "sort_priority": -1.0 if placed.priority is None else placed.priority,
    }


def _line(row: Row, placed: Placement, reason: str) -> PortfolioRow:
    card = row.figures["scorecard"]
    categories = {name: row.value(f"category.{name}") for name in CATEGORIES}
    return PortfolioRow(
        owner_org_id=current_principal().organization_id,
        partnership_id=row.id,
        ref=row.ref,
        name=row.name,
        sort_name=sort_name(row.name),
        approach=row.approach,
        level=row.level,
        owner_name=row.owner_name,
        as_of=row.as_of,
        scorecard=card.value,
        coverage=card.coverage,
        trend=row.trend,
        momentum_index=row.value("momentum_index"),
        potential=row.value("potential"),
        health=row.value("health"),
        last_review_date=row.last_review_date,
        next_review_date=row.next_review_date,
        open_warnings=len(row.warnings),
        sort_scorecard=-1.0 if card.value is None else card.value,
        glyphs=_glyphs(glyphs_of(row), placed, reason),
        basis=basis_of(row),
        **_places(placed),
        **categories,
    )


def _write_fresh(lines: list[PortfolioRow]) -> None:
    names = [one.attname for one in PortfolioRow._meta.concrete_fields if not one.primary_key]  # noqa: SLF001
    PortfolioRow.objects.bulk_create(
        lines,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["owner_org", "partnership"],
        update_fields=[name for name in names if name not in ("owner_org_id", "partnership_id")],
    )


def _write_places(others: list[Kept], placed: Mapping[int, Placement], reasons: Mapping[int, str]) -> None:
    changed = [
        PortfolioRow(
            pk=one.pk,
            glyphs=_glyphs(one.glyphs, placed[one.row.id], reasons.get(one.row.id, "")),
            **_places(placed[one.row.id]),
        )
        for one in others
        if placed[one.row.id] != one.place
    ]
    if changed:
        PortfolioRow.objects.bulk_update(changed, PLACE_FIELDS, batch_size=200)
