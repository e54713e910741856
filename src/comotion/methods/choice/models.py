"""Operating models (specification 06 c2): how two organizations work together day to day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from comotion.methods.checks import known, reaches, within
from comotion.methods.choice.fit import Features
from comotion.methods.choice.recommend import Recommendation, recommend
from comotion.methods.configuration.choice import OPERATING_MODELS, OperatingModel
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class ModelTraits:
    """What is always shown of a model: strengths, costs, and the records a choice of it sets up."""

    strengths: tuple[str, ...]
    costs: tuple[str, ...]
    sets_up: tuple[str, ...]


MODEL_TRAITS: dict[OperatingModel, ModelTraits] = {
    "catalyst_champion": ModelTraits(
        ("little_overhead", "quick_to_set_up", "entrepreneurial_energy"),
        ("narrow", "hangs_on_individuals", "may_not_last"),
        ("SprintRecord", "Hypothesis", "HypothesisVerdict"),
    ),
    "jvo_lite": ModelTraits(
        ("clear_governance_without_bureaucracy", "scales", "copes_with_complexity"),
        ("needs_discipline", "may_become_process_heavy"),
        ("JointOffice",),
    ),
    "embedded_pod": ModelTraits(
        ("speed", "deep_integration_of_cultures", "quick_problem_solving"),
        ("resource_heavy", "tension_with_home_organizations", "hard_to_scale"),
        ("PodRoster", "StandUp"),
    ),
}
"""Keys that the narrative puts into words; the first article's strengths and costs."""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A named person with the share of time given to the pod, 0–1."""

    name: str
    share_of_time: float

    def __post_init__(self) -> None:
        """Refuse shares outside 0–1."""
        within(self.share_of_time, 0.0, 1.0, "share_of_time")


@dataclass(frozen=True, slots=True)
class SideStaff:
    """Whom one side has named: people of a pod, a partnership manager, a champion."""

    people: tuple[TeamMember, ...] = ()
    manager: str | None = None
    champion: str | None = None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a champion's sprint tests; it can fail only if measure, threshold and direction are named."""

    statement: str
    measure: str | None
    threshold: float | None
    direction: Literal["at_least", "at_most"] | None
    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a sprint that ends before it starts."""
        if self.end < self.start:
            raise InvalidInput("DATE_ORDER", "end", f"The sprint ends on {self.end}, before {self.start}.")

    @property
    def falsifiable(self) -> bool:
        """Say whether a reading could disprove it."""
        return bool(self.statement.strip() and self.measure) and None not in (self.threshold, self.direction)


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The records that the preconditions of the models are read from: staff by side, budget, hypothesis."""

    sides: Mapping[str, SideStaff]
    budget: float | None = None
    hypothesis: Hypothesis | None = None


@dataclass(frozen=True, slots=True)
class ModelInputs:
    """Ratings 1–5 by side, blocks that a person states, and the records that preconditions are read from."""

    ratings: Mapping[str, Mapping[str, float | None]]
    blocked: Mapping[OperatingModel, tuple[str, ...]] = field(default_factory=dict)
    facts: ModelFacts | None = None


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The recommendation among the models, and what is known of each."""

    choice: Recommendation
    traits: dict[OperatingModel, ModelTraits]


def blocked_models(facts: ModelFacts, settings: MethodSettings) -> dict[OperatingModel, tuple[str, ...]]:
    """Return the unmet preconditions of each model that has one.

    A pod needs 2–4 named people per side, each at half time or more; a joint office a named manager per side; a
    champion one champion per side, a budget, and a falsifiable hypothesis that ends within 90 days.

    Parameters
    ----------
    facts : named staff by side, budget in any currency, hypothesis
    settings : people and share of a pod, days of a sprint

    """
    staff = list(facts.sides.values())
    unmet: dict[OperatingModel, tuple[str, bool]] = {
        "catalyst_champion": ("CHAMPION_INCOMPLETE", not _champions_complete(facts, settings)),
        "jvo_lite": ("JVO_MANAGER_MISSING", not staff or any(not side.manager for side in staff)),
        "embedded_pod": (
            "POD_STAFF_NOT_COMMITTED",
            not staff or any(not _pod_committed(side, settings) for side in staff),
        ),
    }
    return {model: (code,) for model, (code, blocked) in unmet.items() if blocked}


def _pod_committed(side: SideStaff, settings: MethodSettings) -> bool:
    rules = settings.choice
    named = [member for member in side.people if member.name.strip()]
    return rules.pod_people_minimum <= len(named) <= rules.pod_people_maximum and all(
        reaches(member.share_of_time, rules.pod_share_of_time) for member in named
    )


def _champions_complete(facts: ModelFacts, settings: MethodSettings) -> bool:
    tested = facts.hypothesis
    if tested is None or facts.budget is None or not facts.sides:
        return False
    in_time = (tested.end - tested.start).days <= settings.choice.sprint_days
    return tested.falsifiable and in_time and all(side.champion for side in facts.sides.values())


_EXAMPLE = {
    "technical_interdependence": 5,
    "strategic_importance": 4,
    "team_capacity": 4,
    "uncertainty": 2,
    "breadth": 1,
}


@method(name="choice.operating_model", version="1", example={"ratings": {"both": _EXAMPLE}})
def operating_model(inputs: ModelInputs, settings: MethodSettings) -> ModelChoice:
    """Recommend how heavy the structure of working together should be.

    Asks: a pod, a light joint office, or a champion on each side? Formula: per model ``100 × Σ weight·fit / Σ
    weight`` with ``at_least(x, k) = min(1, (x − 1)/(k − 1))`` and ``at_most(x, k) = min(1, (5 − x)/(5 − k))``; the
    best model that is not blocked, and the lightest of those within 5 points of it.

    Sure: The score orders options and is no forecast. With less than 0.8 of the features rated the choice is
    provisional; close calls and the smallest change that would flip it are shown.

    Parameters
    ----------
    inputs : features 1–5 by side, stated blocks, and the records of staff, budget and hypothesis
    settings : rules and weights of the models, close points, least fit

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``UNKNOWN_ID``, ``EMPTY_INPUT``, ``DATE_ORDER``.

    Notes
    -----
    Source: specification 06 c2 and c4, the first article's models; the weights are our inference. Coverage below 0.8
    for a model makes the choice provisional; all blocked → no recommendation, but the conditions.

    """
    for name in inputs.blocked:
        known(name, OPERATING_MODELS, "blocked")
    derived = blocked_models(inputs.facts, settings) if inputs.facts else {}
    blocked = {
        model: tuple(dict.fromkeys((*inputs.blocked.get(model, ()), *derived.get(model, ()))))
        for model in OPERATING_MODELS
    }

    def blocks(features: Features) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG001 (no model is blocked by a feature)
        return {str(model): codes for model, codes in blocked.items()}

    choice = recommend(settings.choice.models, inputs.ratings, blocks, settings)
    return ModelChoice(choice, MODEL_TRAITS)
