"""Practices and outcomes of the default family (specification 13 c1), read from what each partnership records."""

from dataclasses import dataclass
from datetime import date

from comotion.methods.checks import reaches, within
from comotion.methods.patterns.declared import PatternRow
from comotion.methods.portfolio.assessment import sponsored
from comotion.methods.publishing import method
from comotion.methods.scorecard.warnings.people import SponsorSide
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class PracticeRecord:
    """What one partnership records about the practices of a period and the outcomes after it; None where missing.

    Parameters
    ----------
    unit : its reference
    on : the day the practices are read, before the window of the outcomes
    room_started : first day of the partnership
    smart_share : share 0–1 of goals that pass all six checks
    sponsors : sponsors and last contacts per side; empty where nothing is recorded
    cadence_adherence : held / due reviews, 0–1
    relationship_health, scorecard : 0–100, in the window of the outcomes
    revenue : partnership revenue of the window, in one currency
    tier, period : stratum, and number of the period where there are several

    """

    unit: str
    on: date
    room_started: date
    smart_share: float | None = None
    sponsors: tuple[SponsorSide, ...] = ()
    cadence_adherence: float | None = None
    relationship_health: float | None = None
    revenue: float | None = None
    scorecard: float | None = None
    tier: str | None = None
    period: int = 0

    def __post_init__(self) -> None:
        """Refuse shares outside 0–1 and scores outside 0–100."""
        for share in (self.smart_share, self.cadence_adherence):
            within(share or 0.0, 0.0, 1.0, f"{self.unit}.share")
        for score in (self.relationship_health, self.scorecard):
            within(score or 0.0, 0.0, 100.0, f"{self.unit}.score")


@dataclass(frozen=True, slots=True)
class PracticeRecords:
    """The partnerships of one portfolio, ended ones included."""

    records: tuple[PracticeRecord, ...]


_EXAMPLE = {
    "unit": "p1",
    "on": "2024-12-31",
    "room_started": "2023-05-01",
    "smart_share": 0.9,
    "sponsors": [
        {"side": "a", "has_sponsor": True, "last_contact": "2024-11-20"},
        {"side": "b", "has_sponsor": True, "last_contact": "2024-06-01"},
    ],
    "cadence_adherence": 0.75,
    "relationship_health": 72,
    "revenue": 410000,
    "scorecard": 61,
    "tier": "growth",
}


@method(name="patterns.practices", version="1", example={"records": [_EXAMPLE]})
def practice_rows(inputs: PracticeRecords, settings: MethodSettings) -> tuple[PatternRow, ...]:
    """Read the practices and outcomes of the default family from records.

    Asks: who has which practice, and what came of it? Formula: ``clear_metrics`` = smart_share ≥ 0.8;
    ``executive_sponsor`` = every side has a sponsor whose last contact is less than 120 days old; ``regular_reviews`` =
    cadence_adherence ≥ 0.8; ``relationship_good`` = relationship_health ≥ 70; revenue and scorecard as they are.

    Sure: Exact for the records; what is not recorded is missing and never a no.

    Parameters
    ----------
    inputs : partnerships with their records, shares 0–1 and scores 0–100
    settings : the limits of practices (0.8), of a sponsor's silence (120 days) and of a good dimension (70)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 13 c1, after the second article's assessment. A practice or an outcome whose record is missing
    is missing, and no 0. The rows go into ``patterns.family``.

    """
    return tuple(_row(record, settings) for record in inputs.records)


def _row(record: PracticeRecord, settings: MethodSettings) -> PatternRow:
    rules = settings.patterns
    return PatternRow(
        record.unit,
        {
            "clear_metrics": _from(record.smart_share, rules.practice_share_from),
            "executive_sponsor": _sponsored(record, settings),
            "regular_reviews": _from(record.cadence_adherence, rules.practice_share_from),
        },
        {
            "relationship_good": _from(record.relationship_health, settings.phases.good_cut),
            "revenue": record.revenue,
            "scorecard": record.scorecard,
        },
        record.tier,
        record.period,
    )


def _from(value: float | None, limit: float) -> float | None:
    return None if value is None else float(reaches(value, limit))


def _sponsored(record: PracticeRecord, settings: MethodSettings) -> float | None:
    if not record.sponsors:
        return None
    return float(sponsored(record.sponsors, record.room_started, record.on, settings))
