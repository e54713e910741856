"""What a draft of the settings would do to the program, and putting it in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from statistics import fmean
from typing import Any

from comotion.methods.settings import MethodSettings
from comotion.partnerships.periods import last_complete_month, last_day
from comotion.portfolio.arranging import kept_lines
from comotion.portfolio.decisions import decided
from comotion.portfolio.lines import SettingsPreview, TotalChange, WordChange
from comotion.portfolio.placing import Placement, place
from comotion.portfolio.rows import Row, row_of
from comotion.scores.operations import outcomes_with
from comotion.scores.settings import apply_settings, current_settings

__all__ = ["apply_settings", "preview_settings"]


def preview_settings(draft: MethodSettings, *, as_of: dt.date) -> SettingsPreview:
    """Compute the whole program with a draft of the settings, beside what is in force; nothing is written.

    Tiers follow from the tiers in force, as they would on applying it.
    """
    settings = current_settings()
    before = [row_of(one) for one in outcomes_with(settings, as_of=as_of)]
    after = [row_of(one) for one in outcomes_with(draft, as_of=as_of)]
    kept = {key: one.place.tier for key, one in kept_lines().items()}
    choices = decided(as_of)
    placed = place(before, kept, choices, settings=settings, as_of=as_of)
    moved = place(after, kept, choices, settings=draft, as_of=as_of)
    totals = sorted(
        (_total(old, new) for old, new in zip(before, after, strict=True)), key=lambda one: (-_width(one), one.name)
    )
    changes = [one.after - one.before for one in totals if one.after is not None and one.before is not None]
    return SettingsPreview(
        as_of=last_day(last_complete_month(as_of)),
        config_hash_before=settings.config_hash,
        config_hash_after=draft.config_hash,
        changed_fields=tuple(_differences(settings.as_json(), draft.as_json())),
        totals=tuple(totals),
        up=sum(change > 1e-9 for change in changes),
        down=sum(change < -1e-9 for change in changes),
        unchanged=sum(abs(change) <= 1e-9 for change in changes),
        gained=sum(one.before is None and one.after is not None for one in totals),
        lost=sum(one.before is not None and one.after is None for one in totals),
        mean_change=fmean(changes) if changes else None,
        tiers=_words(before, placed, moved, "tier"),
        phases=_words(before, placed, moved, "phase"),
        warnings_opened=tuple(_codes(after, before, opened=True)),
        warnings_cleared=tuple(_codes(before, after, opened=False)),
    )


def _total(old: Row, new: Row) -> TotalChange:
    before, after = old.figures["scorecard"], new.figures["scorecard"]
    return TotalChange(old.ref, old.name, before.value, after.value, before.coverage, after.coverage)


def _width(change: TotalChange) -> float:
    """Return how far a total moves; one that appears or goes moves furthest."""
    if (change.before is None) != (change.after is None):
        return 1000.0
    return abs((change.after or 0.0) - (change.before or 0.0))


def _words(
    rows: Iterable[Row], before: Mapping[int, Placement], after: Mapping[int, Placement], name: str
) -> tuple[WordChange, ...]:
    found = (WordChange(row.ref, row.name, getattr(before[row.id], name), getattr(after[row.id], name)) for row in rows)
    return tuple(one for one in found if one.before != one.after)


def _codes(rows: Iterable[Row], others: Iterable[Row], *, opened: bool) -> Iterator[WordChange]:
    known = {(row.id, mark.code) for row in others for mark in row.warnings}
    for row in rows:
        for mark in row.warnings:
            if (row.id, mark.code) not in known:
                words = ("", mark.code) if opened else (mark.code, "")
                yield WordChange(row.ref, row.name, *words)


def _differences(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Return the fields that differ, by their path; KPIs by their id."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before | after:
            yield from _differences(before.get(name), after.get(name), f"{path}.{name}" if path else str(name))
    elif _named(before) and _named(after):
        yield from _differences(_by_id(before), _by_id(after), path)
    elif before != after:
        yield path, before, after


def _named(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "id" in one for one in value)


def _by_id(values: list[dict[str, Any]]) -> dict[str, Any]:
    return {one["id"]: one for one in values}
