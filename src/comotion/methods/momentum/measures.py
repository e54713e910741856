"""Which measure comes to which meeting (specification 05 c2): each tier sees what it can act on."""

from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import unique
from comotion.methods.kernel.bands import SCORE_BANDS
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import Category, TierOfReview

MeasureKind = Literal["commitment", "blocker", "momentum_metric", "kpi", "horizon", "fairness", "approach"]
Band = Literal["weak", "workable", "strong"]
_AT: dict[TierOfReview, tuple[MeasureKind, ...]] = {
    "wts": ("commitment", "blocker"),
    "mbr": ("momentum_metric", "kpi"),
    "qsr": ("kpi", "horizon", "fairness", "approach"),
}
_MONTHLY = ("operational_efficiency", "relationship_health")


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that may come to a meeting; a KPI names its category, a scored one its band now and before."""

    id: str
    kind: MeasureKind
    category: Category | None = None
    band: Band | None = None
    band_before: Band | None = None

    @property
    def fell(self) -> bool:
        """Say whether it fell by a band."""
        if self.band is None or self.band_before is None:
            return False
        return SCORE_BANDS.index(self.band) < SCORE_BANDS.index(self.band_before)


@dataclass(frozen=True, slots=True)
class MeetingMeasures:
    """The measures of a partnership and the tier of the meeting they are chosen for."""

    tier: TierOfReview
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class ChosenMeasure:
    """A measure for the agenda, and why: it belongs to this tier, or it fell by a band."""

    id: str
    reason: Literal["belongs_here", "fell_by_a_band"]


_EXAMPLE = {
    "tier": "wts",
    "measures": [
        {"id": "c1", "kind": "commitment"},
        {"id": "pipeline_coverage", "kind": "kpi", "category": "financial_performance"},
        {
            "id": "trust_survey",
            "kind": "kpi",
            "category": "relationship_health",
            "band": "workable",
            "band_before": "strong",
        },
    ],
}


@method(name="momentum.measures", version="1", example=_EXAMPLE)
def measures_for(inputs: MeetingMeasures, settings: MethodSettings) -> tuple[ChosenMeasure, ...]:  # noqa: ARG001
    """Choose the measures that come to a meeting.

    Asks: what must this tier see? Formula: commitments and blockers to the WTS; Momentum Metrics and the operational
    and relationship KPIs to the MBR; KPIs of all four categories, horizons, fairness and approach to the QSR; and what
    fell by a band to the next meeting of any tier.

    Sure: A fixed rule: nothing is left out that fell by a band.

    Parameters
    ----------
    inputs : the tier and the measures, with category and bands where they have one
    settings : not used by this rule

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``.

    Notes
    -----
    Source: specification 05 c2, after the second article. What fell comes first, then by kind and id.

    """
    unique((measure.id for measure in inputs.measures), "measures")
    fallen = sorted(one.id for one in inputs.measures if one.fell)
    staying = [one for one in inputs.measures if not one.fell and _belongs(one, inputs.tier)]
    ordered = sorted(staying, key=lambda one: (_AT[inputs.tier].index(one.kind), one.id))
    return (
        *(ChosenMeasure(name, "fell_by_a_band") for name in fallen),
        *(ChosenMeasure(one.id, "belongs_here") for one in ordered),
    )


def _belongs(measure: Measure, tier: TierOfReview) -> bool:
    if measure.kind not in _AT[tier]:
        return False
    return tier != "mbr" or measure.kind != "kpi" or measure.category in _MONTHLY
