"""Anchoring (specification 11 c4): has the way of working with partners become part of the company."""

from dataclasses import dataclass

from comotion.methods.checks import within
from comotion.methods.kernel.trend import Trend, trend
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

RESTS_ON_TEAM = "RESTS_ON_PARTNERSHIP_TEAM"


@dataclass(frozen=True, slots=True)
class AnchoringQuarter:
    """Three shares 0–1 of one quarter (numbered), None where not entered."""

    quarter: int
    sales_people_referring: float | None = None
    roadmap_items_considered: float | None = None
    leadership_meetings: float | None = None


@dataclass(frozen=True, slots=True)
class AnchoringInputs:
    """Quarters in any order."""

    quarters: tuple[AnchoringQuarter, ...]


@dataclass(frozen=True, slots=True)
class Observable:
    """One of the three: its latest share and its trend in points of percent per quarter."""

    latest: float | None
    trend: Trend


@dataclass(frozen=True, slots=True)
class Anchoring:
    """The trio side by side, not averaged; a finding where all three fall."""

    sales_people_referring: Observable
    roadmap_items_considered: Observable
    leadership_meetings: Observable
    findings: tuple[str, ...]
    config_hash: str


@method(
    name="portfolio.anchoring",
    version="1",
    example={
        "quarters": [{"quarter": 1, "sales_people_referring": 0.2}, {"quarter": 2, "sales_people_referring": 0.3}]
    },
)
def anchoring(inputs: AnchoringInputs, settings: MethodSettings) -> Anchoring:
    """Say whether the change lives outside the partnership team.

    Asks: do sales, roadmap and leadership work with partners by themselves? Formula: Theil–Sen trend of three shares a
    quarter, over the last four quarters, in points of percent a quarter; all three falling is a finding.

    Sure: A trend needs three quarters. The three stand side by side, as no average could say which one carries.

    Parameters
    ----------
    inputs : shares 0–1 per quarter
    settings : window and slopes of a trend

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` outside 0–1, ``DUPLICATE_PERIOD``.

    Notes
    -----
    Source: specification 11 c4; the measures are our inference.

    """
    trio = {
        name: _observable(name, inputs, settings)
        for name in ("sales_people_referring", "roadmap_items_considered", "leadership_meetings")
    }
    fall = all(observable.trend.label == "falling" for observable in trio.values())
    return Anchoring(
        trio["sales_people_referring"],
        trio["roadmap_items_considered"],
        trio["leadership_meetings"],
        (RESTS_ON_TEAM,) if fall else (),
        settings.config_hash,
    )


def _observable(name: str, inputs: AnchoringInputs, settings: MethodSettings) -> Observable:
    points: list[tuple[int, float]] = []
    for row in sorted(inputs.quarters, key=lambda row: row.quarter):
        share: float | None = getattr(row, name)
        if share is not None:
            points.append((row.quarter, 100.0 * within(share, 0.0, 1.0, name)))
    until = max((row.quarter for row in inputs.quarters), default=0)
    return Observable(points[-1][1] / 100.0 if points else None, trend(points, settings, until=until))
