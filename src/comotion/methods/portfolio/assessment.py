"""Portfolio assessment (specification 11 b): four dimensions and potential of a partnership, from its records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comotion.methods.publishing import method
from comotion.methods.scorecard.warnings.people import SponsorSide, sponsor_gone
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.value.alignment import AlignmentInputs, strategic_alignment, value_exchange
from comotion.methods.value.equation import ValueInputs, value_equation
from comotion.methods.value.fairness import fairness
from comotion.methods.value.ledger import Ledger
from comotion.methods.value.value_types import value_types
from comotion.methods.vocabulary import Dimension


@dataclass(frozen=True, slots=True)
class AssessmentRecords:
    """What one organization records and sees of a partnership; None where nothing is recorded.

    Parameters
    ----------
    alignment : horizon grades, goals of the sides and roadmap themes
    ledger : contributions and returns of the trailing 12 months
    operational_efficiency, relationship_health : categories of the scorecard, figures or numbers 0–100
    could_commit : fit, contributions and complexity with what both sides could commit

    """

    alignment: AlignmentInputs | None = None
    ledger: Ledger | None = None
    operational_efficiency: Scored | float | None = None
    relationship_health: Scored | float | None = None
    could_commit: ValueInputs | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The four dimensions and the potential 0–100, None where nothing is recorded."""

    dimensions: dict[Dimension, Scored | float | None]
    potential: Scored | None
    config_hash: str


def sponsored(sides: Sequence[SponsorSide], room_started: date, as_of: date, settings: MethodSettings) -> bool:
    """Say whether each side has a sponsor who is in contact: there are sides, and ``SPONSOR_GONE`` does not fire."""
    return sponsor_gone(sides, room_started, as_of, settings).state == "clear"


_HORIZONS = {"grades": {"h1": 3, "h2": 3, "h3": 2}, "goals": {}}
_COULD = {"strategic_fit": 4, "resource_contributions": {"a": 4, "b": 3}, "implementation_complexity": 2}


@method(
    name="portfolio.assessment",
    version="1",
    example={"alignment": _HORIZONS, "relationship_health": 61, "could_commit": _COULD},
)
def assessment(records: AssessmentRecords, settings: MethodSettings) -> Assessment:
    """Assess one partnership on four dimensions.

    Asks: how good is it today, and what could it become? Formula: ``strategic_alignment`` = weighted mean of horizons,
    shared goals and roadmap; ``value_exchange`` = mean of the fairness index and 100 × value types / 3;
    ``operational_efficiency`` and ``relationship_health`` = categories of the scorecard; ``potential`` = index of the
    value equation with what both sides could commit.

    Sure: Each dimension carries coverage and bounds; the potential is a judgement about what could be committed, each
    input with its reason.

    Parameters
    ----------
    records : grades, goals, themes, ledger, categories 0–100, and inputs of the value equation 1–5
    settings : those of the methods it is made of

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``DUPLICATE_ID``, ``UNKNOWN_ID``, ``UNIT_MISMATCH``, ``EMPTY_INPUT``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 11 b with 08 and 10. One organization's view, private to it. Current health never enters the
    potential.

    """
    aligned, could = records.alignment, records.could_commit
    return Assessment(
        {
            "strategic_alignment": strategic_alignment(aligned, settings) if aligned else None,
            "value_exchange": _exchange(records.ledger, settings) if records.ledger else None,
            "operational_efficiency": records.operational_efficiency,
            "relationship_health": records.relationship_health,
        },
        value_equation(could, settings).value_index if could else None,
        settings.config_hash,
    )


def _exchange(ledger: Ledger, settings: MethodSettings) -> Scored:
    types = value_types(ledger, settings).value_type_count
    return value_exchange(fairness(ledger, settings).fairness_index, types, settings)
