"""All early warnings of one partnership in one check (specification 10 c4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from comotion.methods.publishing import method
from comotion.methods.scorecard.participation import Participation
from comotion.methods.scorecard.warnings.exchange import fairness_drift, near_term_only
from comotion.methods.scorecard.warnings.finding import Finding
from comotion.methods.scorecard.warnings.people import (
    SideAnswers,
    SponsorSide,
    participation_falling,
    perception_split,
    sponsor_gone,
)
from comotion.methods.scorecard.warnings.rhythm import LagSample, lag_growth, rhythm_slip
from comotion.methods.scorecard.warnings.shape import (
    CategoryHistory,
    category_floor,
    divergence,
    going_dark,
    hidden_erosion,
)
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.value.horizons import HorizonClass
from comotion.methods.vocabulary import CATEGORIES


def _no_answers() -> SideAnswers:
    return SideAnswers(None, 0)


@dataclass(frozen=True, slots=True)
class WarningInputs:
    """Everything the warnings of one partnership read; what is left out makes its warnings ``unknown``.

    Parameters
    ----------
    as_of : the day of the check
    period : number of the current period
    room_started : first day of the room
    categories : for each category its values as (period, value 0–100)
    coverage, coverage_before : coverage of the card 0–1, now and in the previous period
    response : answered / invited per side of the last closed round, 0–1
    trust, satisfaction : gaps between the sides in the last closed pulse
    mbrs_held, qsrs_held : whether each review that was due was held, in order
    lag, lag_baseline : signal-to-response medians in days
    sponsors : sponsors and last contacts per side
    fairness : fairness index of the last three quarters, oldest first
    horizon_classes : horizon class of the last two quarters, oldest first
    participation : acts per side

    """

    as_of: date
    period: int
    room_started: date
    categories: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    coverage: float | None = None
    coverage_before: float | None = None
    response: Mapping[str, float | None] = field(default_factory=dict)
    trust: SideAnswers = field(default_factory=_no_answers)
    satisfaction: SideAnswers = field(default_factory=_no_answers)
    mbrs_held: tuple[bool, ...] = ()
    qsrs_held: tuple[bool, ...] = ()
    lag: LagSample | None = None
    lag_baseline: LagSample | None = None
    sponsors: tuple[SponsorSide, ...] = ()
    fairness: tuple[float | None, ...] = ()
    horizon_classes: tuple[HorizonClass | None, ...] = ()
    participation: Mapping[str, Participation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse two values of a category in one period."""
        for category, points in self.categories.items():
            if len({period for period, _ in points}) < len(points):
                raise InvalidInput("DUPLICATE_PERIOD", f"categories.{category}", "A period has more than one value.")

    def now(self, category: str) -> float | None:
        """Return the value of a category in the current period, None where it is missing."""
        return dict(self.categories.get(category, ())).get(self.period)


_EXAMPLE = {
    "as_of": "2025-06-01",
    "period": 4,
    "room_started": "2024-01-01",
    "categories": {
        "financial_performance": [[1, 70], [2, 74], [3, 77], [4, 81]],
        "relationship_health": [[1, 68], [2, 64], [3, 61], [4, 55]],
    },
    "sponsors": [{"side": "a", "has_sponsor": True, "last_contact": "2025-05-02"}],
}


@method(name="scorecard.warnings", version="1", example=_EXAMPLE)
def early_warnings(inputs: WarningInputs, settings: MethodSettings) -> tuple[Finding, ...]:
    """Check all early warnings of one partnership.

    Asks: must somebody step in although revenue looks fine? Formula: eleven rules. ``HIDDEN_EROSION``:
    financial_performance ≥ 65, relationship_health falling by 3 a period or more, and its last reading 8 or more below
    its highest; ``DIVERGENCE``: financial − relationship ≥ 25; ``CATEGORY_FLOOR``: a category < 40;
    ``PERCEPTION_SPLIT``: a gap of trust, or of satisfaction × 10, ≥ 20; ``GOING_DARK``: coverage fallen by 0.20, or
    response < 50 %; ``RHYTHM_SLIP``: two MBRs in a row or one QSR not held; ``LAG_GROWTH``: signal-to-response median ≥
    1.5 × its baseline; ``SPONSOR_GONE``: no sponsor, or none in contact for 120 days; ``FAIRNESS_DRIFT``: fairness
    below 70 from there or above, or down by 10 within two periods; ``NEAR_TERM_ONLY``: ``today_only`` for two quarters;
    ``PARTICIPATION_FALLING``: a side at half its usual number of acts or less.

    Sure: Each fires, is clear, or is unknown where its inputs are missing. A warning is a reason to ask, and no
    prediction.

    Parameters
    ----------
    inputs : categories of four periods, meetings, answers, sponsors, fairness, horizons, participation
    settings : limits of every rule

    Raises
    ------
    InvalidInput
        ``DUPLICATE_PERIOD``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 10 c4. A rule whose inputs are missing is ``unknown``, and ``GOING_DARK`` sees to it that
    silence is not mistaken for calm.

    """
    financial, relationship = inputs.now("financial_performance"), inputs.now("relationship_health")
    history = CategoryHistory(inputs.period, financial, inputs.categories.get("relationship_health", ()))
    return (
        hidden_erosion(history, settings),
        divergence(financial, relationship, settings),
        category_floor({category: inputs.now(category) for category in CATEGORIES}, settings),
        perception_split(inputs.trust, inputs.satisfaction, settings),
        going_dark(inputs.coverage, inputs.coverage_before, inputs.response, settings),
        rhythm_slip(inputs.mbrs_held, inputs.qsrs_held, settings),
        lag_growth(inputs.lag, inputs.lag_baseline, settings),
        sponsor_gone(inputs.sponsors, inputs.room_started, inputs.as_of, settings),
        fairness_drift(inputs.fairness, settings),
        near_term_only(inputs.horizon_classes, settings),
        participation_falling(inputs.participation, settings),
    )
