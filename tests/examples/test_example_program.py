"""The example program through the importers: the published counts, the phases, and the stories its data tell.

One load for all: it takes longer than everything else together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from comotion.portfolio.models import PortfolioRow
from comotion.scores.models import EarlyWarning, Snapshot

PHASES = {
    "quick_win": {"Halden Analytics", "Oakline Robotics", "Brightwater Consulting", "Trellis Identity"},
    "restructure": {
        "Meridian Integration", "Kestrel Payments", "Solvane Health", "Pinegrove Retail", "Aurelia Banking",
        "Vantor Logistics", "Castlegate Security", "Fjordline Data",
    },
    "overhaul": {
        "Norrvik Telecom", "Quillon Legal", "Lumen & Pike", "Harrow & Finch", "Ibex Manufacturing", "Elmhurst Labs",
        "Sundial Workforce", "Parallel Freight", "Datenwerk Süd",
    },
    "sunset_review": {
        "Juniper Row Media", "Greywater Utilities", "Orsino Travel", "Redshore Insurance", "Wexcombe Foods",
    },
    "measure_first": {"Cobalt Fields Energy", "Tamarind Commerce"},
}  # fmt: skip
WARNINGS = {
    "HIDDEN_EROSION": {"Halden Analytics"},
    "DIVERGENCE": {"Halden Analytics", "Aurelia Banking"},
    "GOING_DARK": {"Kestrel Payments"},
    "RHYTHM_SLIP": {"Parallel Freight", "Meridian Integration"},
    "SPONSOR_GONE": {"Datenwerk Süd"},
    "CATEGORY_FLOOR": {"Lumen & Pike", *PHASES["sunset_review"]},
    "FAIRNESS_DRIFT": {"Orsino Travel"},
}
GOOD = {"strategic_alignment": 4, "value_exchange": 7, "operational_efficiency": 12, "relationship_health": 3}
MARGIN = 2.0


def history(row: PortfolioRow, category: str) -> list[float | None]:
    """Return a category's last four months."""
    months = Snapshot.objects.filter(partnership_id=row.partnership_id).order_by("-as_of")[:4]
    return [getattr(month, category) for month in reversed(months)]


def figures(row: PortfolioRow) -> dict[str, Any]:
    return Snapshot.objects.filter(partnership_id=row.partnership_id).latest("as_of", "pk").figures


def dimensions(row: PortfolioRow) -> dict[str, float | None]:
    return {name: figures(row)[f"dimension.{name}"]["value"] for name in GOOD}


def test_example_program_gives_the_published_case_and_tells_its_stories(
    program: tuple[dict[str, PortfolioRow], dict[str, Any]],
) -> None:
    rows, totals = program
    assert_counts(rows, totals)
    assert_phases(rows, totals)
    assert_warnings(rows)
    assert_stories(rows)


def assert_counts(rows: dict[str, PortfolioRow], totals: dict[str, Any]) -> None:
    assert (totals["partnerships"], totals["scored"]) == (28, 26)
    assert {name: good for name, (good, *_) in totals["dimensions"].items()} == GOOD
    assert totals["good"][0] == 0
    near = [value for row in rows.values() for value in dimensions(row).values() if value is not None]
    assert [value for value in near if abs(value - 70) < MARGIN] == []


def assert_phases(rows: dict[str, PortfolioRow], totals: dict[str, Any]) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows.values():
        found[row.phase].add(row.name)
    assert dict(found) == PHASES
    assert totals["phases"] == {phase: len(names) for phase, names in PHASES.items()}


def assert_warnings(rows: dict[str, PortfolioRow]) -> None:
    names = {row.partnership_id: row.name for row in rows.values()}
    found: dict[str, set[str]] = defaultdict(set)
    for warning in EarlyWarning.objects.filter(cleared_date=None):
        found[warning.code].add(names[warning.partnership_id])
    assert dict(found) == WARNINGS


def assert_stories(rows: dict[str, PortfolioRow]) -> None:
    halden = rows["Halden Analytics"]
    relation, money = history(halden, "relationship_health"), history(halden, "financial_performance")
    assert relation == sorted(relation, reverse=True)
    assert len(set(relation)) == 4
    assert money[-1] > money[0] + 3
    assert rows["Kestrel Payments"].operational_efficiency is None
    assert figures(rows["Kestrel Payments"])["scorecard"]["status"] == "provisional"
    assert history(rows["Kestrel Payments"], "operational_efficiency")[-2] is not None
    assert rows["Elmhurst Labs"].financial_performance is None
    best = max(rows.values(), key=lambda row: row.relationship_health or 0.0)
    assert best.name == "Brightwater Consulting"
    brightwater = history(rows["Brightwater Consulting"], "relationship_health")
    assert brightwater[-1] > brightwater[0]
    assert rows["Lumen & Pike"].relationship_health > 70
    assert rows["Lumen & Pike"].financial_performance < 40
    assert rows["Oakline Robotics"].trend > 1
    assert rows["Orsino Travel"].trend < -1
    assert [rows["Cobalt Fields Energy"].scorecard, rows["Tamarind Commerce"].scorecard] == [None, None]
