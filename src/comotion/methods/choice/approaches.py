"""Approaches (specification 06 c3): what kind of partnership it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from comotion.methods.checks import below, known, reaches
from comotion.methods.choice.fit import MONTHS, Features, time_fit
from comotion.methods.choice.recommend import Recommendation, recommend
from comotion.methods.choice.safeguards import SafeguardFacts, safeguards
from comotion.methods.configuration.choice import APPROACHES, Approach
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

Amount = Literal["low", "medium", "high", "very_high"]


@dataclass(frozen=True, slots=True)
class ApproachTraits:
    """What is always shown of an approach: planning ranges, strengths and limits."""

    resources: Amount
    risk: Amount
    strengths: tuple[str, ...]
    limits: tuple[str, ...]


APPROACH_TRAITS: dict[Approach, ApproachTraits] = {
    "co_marketing": ApproachTraits(
        "medium", "low", ("quick", "measurable", "good_entry_point"), ("shallow_unless_it_grows",)
    ),
    "technology_integration": ApproachTraits(
        "high",
        "medium",
        ("deep_defensible_value", "switching_costs"),
        ("complex", "constant_upkeep", "not_for_quick_revenue_or_market_tests"),
    ),
    "strategic_investment": ApproachTraits(
        "very_high",
        "high",
        ("aligned_incentives_for_long",),
        ("legal_overhead", "conflict_if_directions_part", "needs_due_diligence"),
    ),
}
"""Keys that the narrative puts into words; the second article's planning ranges, strengths and limits."""


@dataclass(frozen=True, slots=True)
class ApproachFacts:
    """The records that preconditions are read from: engineers named by side, roadmap, safeguards of an investment."""

    sides: tuple[str, ...]
    engineers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roadmap: tuple[str, ...] = ()
    safeguards: SafeguardFacts | None = None


@dataclass(frozen=True, slots=True)
class ApproachInputs:
    """Ratings by side (features 1–5 and the months available), stated blocks, and records of preconditions."""

    ratings: Mapping[str, Mapping[str, float | None]]
    blocked: Mapping[Approach, tuple[str, ...]] = field(default_factory=dict)
    facts: ApproachFacts | None = None


@dataclass(frozen=True, slots=True)
class ApproachChoice:
    """The recommendation among the approaches, how each fits the time there is, and what is known of each."""

    choice: Recommendation
    time_fit: dict[str, float | None]
    traits: dict[Approach, ApproachTraits]


def blocked_approaches(facts: ApproachFacts, settings: MethodSettings) -> dict[Approach, tuple[str, ...]]:
    """Return the preconditions of each approach that the records do not meet.

    An integration needs engineers named on every side and a roadmap; an investment complete safeguards.

    Parameters
    ----------
    facts : sides, engineers by side, milestones of the roadmap, safeguards
    settings : limits of the safeguards

    """
    named = bool(facts.sides) and all(facts.engineers.get(side) for side in facts.sides)
    integration = (("ROADMAP_MISSING", not facts.roadmap), ("ENGINEERING_MISSING", not named))
    return {
        "technology_integration": tuple(code for code, unmet in integration if unmet),
        "strategic_investment": safeguards(facts.safeguards or SafeguardFacts(facts.sides), settings).missing,
    }


def blocked_by_features(features: Features, settings: MethodSettings) -> dict[Approach, tuple[str, ...]]:
    """Return the preconditions that the ratings do not meet; a rating that is missing blocks nothing."""
    rivalry, governance = features.get("offering_rivalry"), features.get("governance_maturity")
    rules = settings.choice
    compete = rivalry is not None and reaches(rivalry, rules.rivalry_below)
    immature = governance is not None and below(governance, rules.governance_from)
    return {
        "co_marketing": ("OFFERINGS_COMPETE",) if compete else (),
        "strategic_investment": ("GOVERNANCE_IMMATURE",) if immature else (),
    }


_EXAMPLE = {
    "goal_pipeline": 5,
    "goal_combined_solution": 3,
    "goal_long_term_innovation": 2,
    "audience_overlap": 4,
    "offering_rivalry": 1,
    "marketing_capacity": 4,
    "technical_compatibility": 3,
    "engineering_capacity": 2,
    "strategic_convergence": 3,
    "governance_maturity": 2,
    "executive_legal_capacity": 2,
    "months_available": 4,
}


@method(name="choice.approach", version="1", example={"ratings": {"both": _EXAMPLE}})
def approach(inputs: ApproachInputs, settings: MethodSettings) -> ApproachChoice:
    """Recommend what kind of partnership to offer.

    Asks: co-marketing, an integration, or an investment? Formula: per approach ``100 × Σ weight·fit / Σ weight`` with
    ``time_fit = clamp((months − lower)/(upper − lower), 0, 1)`` at weight 2; the best that is not blocked, and the
    lightest of those within 5 points of it.

    Sure: The score orders options and is no forecast. With less than 0.8 of the features rated the choice is
    provisional; close calls and the smallest change that would flip it are shown.

    Parameters
    ----------
    inputs : features 1–5 and months available by side, stated blocks, and the records of preconditions
    settings : rules and weights of the approaches, close points, least fit

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a feature outside 1–5 or no months left, ``UNKNOWN_ID``, ``EMPTY_INPUT``.

    Notes
    -----
    Source: specification 06 c3 and c4, the second article's approaches; the weights are our inference. Time, resources
    and risk are planning ranges.

    """
    for name in inputs.blocked:
        known(name, APPROACHES, "blocked")
    recorded = blocked_approaches(inputs.facts, settings) if inputs.facts else {}

    def blocks(features: Features) -> Mapping[str, tuple[str, ...]]:
        rated = blocked_by_features(features, settings)
        given = (inputs.blocked, rated, recorded)
        return {name: tuple(dict.fromkeys(code for by in given for code in by.get(name, ()))) for name in APPROACHES}

    choice = recommend(settings.choice.approaches, inputs.ratings, blocks, settings)
    return ApproachChoice(choice, _time_fits(inputs, settings), APPROACH_TRAITS)


def _time_fits(inputs: ApproachInputs, settings: MethodSettings) -> dict[str, float | None]:
    given = [months for side in inputs.ratings.values() if (months := side.get(MONTHS)) is not None]
    mean = sum(given) / len(given) if given else None
    return {
        option.name: None if mean is None or option.months is None else time_fit(mean, option.months)
        for option in settings.choice.approaches
    }
