"""Every KPI of one partnership with its reading, its limits and its last months, from the snapshots alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comotion.methods.data import table
from comotion.methods.settings import MethodSettings
from comotion.scores.explained import Figure
from comotion.scores.models import Snapshot

MONTHS = 6


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One KPI: its raw reading and unit, its score, the scores of the last months, its limits, how to collect it."""

    kpi: str
    category: str
    raw: float | None
    unit: str
    figure: Figure
    history: tuple[float | None, ...]
    limits: dict[str, Any]
    how_to_collect: str

    @property
    def name(self) -> str:
        """Return the name under which the figure opens."""
        return f"kpi.{self.kpi}"


def measure_lines(partnership_id: int, settings: MethodSettings, *, months: int = MONTHS) -> tuple[MeasureLine, ...]:
    """Return a line for each KPI of the settings, also for those without a reading."""
    rows = Snapshot.objects.filter(partnership_id=partnership_id).order_by("-as_of", "-computed_at")
    by_day: dict[Any, dict[str, Any]] = {}
    for as_of, figures in rows.values_list("as_of", "figures")[: 2 * months]:
        by_day.setdefault(as_of, figures)
    latest = list(by_day.values())[:months]
    collect = {row["id"]: row["how_to_collect"] for row in table("kpis")["kpis"]}
    return tuple(
        MeasureLine(
            kpi=kpi.id,
            category=kpi.category,
            unit=kpi.unit,
            limits={name: getattr(kpi.limits, name) for name in ("direction", "floor", "target", "ceiling")},
            how_to_collect=collect.get(kpi.id, ""),
            **_readings(latest, f"kpi.{kpi.id}"),
        )
        for kpi in settings.card.kpis
    )


def _readings(latest: list[dict[str, Any]], name: str) -> dict[str, Any]:
    found = latest[0].get(name, {}) if latest else {}
    figure = Figure(
        found.get("value"),
        found.get("coverage", 0.0),
        found.get("status", "insufficient"),
        found.get("low", 0.0),
        found.get("high", 100.0),
        found.get("n", 0),
    )
    history = tuple(month.get(name, {}).get("value") for month in reversed(latest))
    return {"raw": found.get("raw"), "figure": figure, "history": history}
