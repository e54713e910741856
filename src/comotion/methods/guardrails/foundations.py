"""Foundations (specification 09 c5): three that may not be missing, and three traits of a modern partnership."""

from dataclasses import dataclass
from typing import Literal

from comotion.methods.agreements.data_assets import DataAsset, lacking
from comotion.methods.checks import reaches
from comotion.methods.publishing import method
from comotion.methods.scorecard.warnings.finding import every
from comotion.methods.settings import MethodSettings
from comotion.methods.value.horizons import HorizonClass

Foundation = Literal[
    "aligned_beyond_the_transaction",
    "mutual_value",
    "systematic_measurement",
    "shared_data_and_insight",
    "ongoing_collaboration",
    "accountability_on_both_sides",
]
Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class SharedAsset:
    """A data asset and the sides that use it."""

    asset: DataAsset
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundationFacts:
    """What the six checks read; None where it is not known.

    Parameters
    ----------
    sides : the sides of the partnership
    horizon_class : class of the latest grades
    fairness_index : 0–100
    value_types : value types that flow, 0–3
    scorecard_coverage : coverage 0–1 in the last period
    assets : shared data assets with the sides that use each
    reviews_held : for each of the last months, oldest first, whether a monthly review or its equivalent was held
    owned_by_side : KPIs and commitments due this quarter, by the side that owns them

    """

    sides: tuple[str, ...]
    horizon_class: HorizonClass | None = None
    fairness_index: float | None = None
    value_types: int | None = None
    scorecard_coverage: float | None = None
    assets: tuple[SharedAsset, ...] | None = None
    reviews_held: tuple[bool, ...] | None = None
    owned_by_side: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class FoundationsResult:
    """Each foundation with its answer; no score is formed."""

    answers: dict[Foundation, Answer]
    missing: tuple[Foundation, ...]
    config_hash: str


_EXAMPLE = {"sides": ["a", "b"], "horizon_class": "full_span", "fairness_index": 85, "value_types": 2}


@method(name="guardrails.foundations", version="1", example=_EXAMPLE)
def foundations(inputs: FoundationFacts, settings: MethodSettings) -> FoundationsResult:
    """Say which foundations a partnership stands on.

    Asks: is there more than a transaction, and does it work on both sides? Formula: six checks: the horizon class is
    more than today, future or none; fairness ≥ 70 and two value types; scorecard coverage ≥ 0.8; a complete data asset
    that every side uses; a monthly review held in each of the last three months; every side owns a KPI or a commitment
    due. An *and* is no as soon as one part is, and unknown if none is and one is missing.

    Sure: Each is yes, no or unknown, and no score is formed that could hide one behind the others.

    Parameters
    ----------
    inputs : horizon class, fairness 0–100, value types, coverage 0–1, assets, reviews, what each side owns
    settings : least fairness (70), value types (2), coverage (0.8), months of reviews (3)

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for an asset that belongs to nobody here.

    Notes
    -----
    Source: specification 09 c5: the second article's foundations and traits; the checks are our inference.

    """
    held: dict[Foundation, bool | None] = {
        "aligned_beyond_the_transaction": _aligned(inputs),
        "mutual_value": _mutual(inputs, settings),
        "systematic_measurement": _from(inputs.scorecard_coverage, settings.foundations.coverage_from),
        "shared_data_and_insight": _shared_data(inputs),
        "ongoing_collaboration": _ongoing(inputs, settings),
        "accountability_on_both_sides": _accountable(inputs),
    }
    answers = {name: _answer(condition) for name, condition in held.items()}
    return FoundationsResult(
        answers, tuple(name for name, answer in answers.items() if answer == "no"), settings.config_hash
    )


def _answer(condition: bool | None) -> Answer:  # noqa: FBT001
    return "unknown" if condition is None else "yes" if condition else "no"


def _from(value: float | None, limit: float) -> bool | None:
    return None if value is None else reaches(value, limit)


def _aligned(inputs: FoundationFacts) -> bool | None:
    found = inputs.horizon_class
    return None if found is None else found not in {"today_only", "future_only", "none"}


def _mutual(inputs: FoundationFacts, settings: MethodSettings) -> bool | None:
    rules = settings.foundations
    return every((_from(inputs.fairness_index, rules.fairness_from), _from(inputs.value_types, rules.value_types_from)))


def _shared_data(inputs: FoundationFacts) -> bool | None:
    if inputs.assets is None:
        return None
    sides = set(inputs.sides)
    return any(not lacking(shared.asset, inputs.sides) and sides <= set(shared.used_by) for shared in inputs.assets)


def _ongoing(inputs: FoundationFacts, settings: MethodSettings) -> bool | None:
    months = settings.foundations.months_of_reviews
    if inputs.reviews_held is None or len(inputs.reviews_held) < months:
        return None
    return all(inputs.reviews_held[-months:])


def _accountable(inputs: FoundationFacts) -> bool | None:
    owned = inputs.owned_by_side
    return None if owned is None else all(owned.get(side, 0) >= 1 for side in inputs.sides)
