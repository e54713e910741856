"""Leverage points (specification 13 c5): what to try next, compared on the same resamples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from comotion.methods.checks import below, unique, within
from comotion.methods.patterns.effects import cliffs_delta, spearman
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

TRIAL = (
    "introduce_it_in_randomly_chosen_partnerships_of_a_tier",
    "the_others_one_quarter_later",
    "name_measure_date_and_stopping_rule_beforehand",
)
"""The trial that each candidate comes with, as keys that the narrative puts into words."""


@dataclass(frozen=True, slots=True)
class LeveragePractice:
    """A kept practice: its value in each partnership, effort 1–5, and the share that lacks it where it is stated."""

    name: str
    values: tuple[float, ...]
    effort: float
    headroom: float | None = None

    def __post_init__(self) -> None:
        """Refuse efforts outside 1–5 and shares outside 0–1."""
        within(self.effort, 1.0, 5.0, f"{self.name}.effort")
        if self.headroom is not None:
            within(self.headroom, 0.0, 1.0, f"{self.name}.headroom")


@dataclass(frozen=True, slots=True)
class LeverageInputs:
    """An outcome and the kept practices, each with one value per partnership in the same order."""

    outcome: tuple[float, ...]
    practices: tuple[LeveragePractice, ...]


@dataclass(frozen=True, slots=True)
class LeverageCandidate:
    """A candidate for a trial: effect (rho or Cliff's delta), headroom, effort, and the score that sorts."""

    name: str
    effect: float
    headroom: float
    effort: float
    leverage_score: float
    called: str
    trial: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeverageComparison:
    """Two candidates: the difference of their effects with its interval; equal unless that excludes 0."""

    first: str
    second: str
    difference: float
    low: float | None
    high: float | None
    equal: bool


@dataclass(frozen=True, slots=True)
class LeverageResult:
    """Candidates by score, and every pair of them compared."""

    candidates: tuple[LeverageCandidate, ...]
    comparisons: tuple[LeverageComparison, ...]
    config_hash: str


def headroom(values: Sequence[float]) -> float:
    """Return the share of partnerships that lack a practice of 0 and 1, or lie below the median of a numeric one.

    Examples
    --------
    >>> headroom([0, 0, 1, 0]), headroom([1, 2, 3, 4])
    (0.75, 0.5)

    """
    limit = 1.0 if set(values) <= {0.0, 1.0} else median(values)
    return sum(below(value, limit) for value in values) / len(values)


_EXAMPLE = {
    "outcome": [6.1, 7.0, 5.2, 8.4, 7.7, 4.9, 6.6, 8.9, 5.8, 7.2, 6.9, 4.1],
    "practices": [
        {"name": "peer_links", "values": [2, 4, 1, 7, 5, 1, 3, 8, 3, 4, 2, 0], "effort": 2},
        {"name": "support_hours", "values": [5, 3, 6, 4, 7, 2, 5, 6, 3, 4, 7, 3], "effort": 4},
    ],
}


@method(name="patterns.leverage", version="1", example=_EXAMPLE)
def leverage(inputs: LeverageInputs, settings: MethodSettings) -> LeverageResult:
    """Rank kept practices by what a trial of them might give for its effort.

    Asks: what should we try next, and are two candidates really different? Formula: ``leverage_score = |effect| ×
    headroom / effort``; the difference of two effects is bootstrapped on the same resamples, and unless its interval
    excludes 0 they are equal.

    Sure: Two candidates count as equal unless the interval of their difference excludes 0. The rank says what to try,
    and nothing of what will come of it.

    Parameters
    ----------
    inputs : outcome and practices by partnership in one order; effort 1–5, headroom 0–1 where stated
    settings : resamples, seed, confidence

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``DUPLICATE_ID``, ``EMPTY_INPUT`` without partnerships, ``COUNT_INCONSISTENT`` for columns of
        different length, ``NO_VARIATION`` for a practice or an outcome that is the same everywhere.

    Notes
    -----
    Source: specification 13 c5: the second article's small interventions; the score is our inference. The result is a
    candidate for a trial, never more.

    """
    unique((practice.name for practice in inputs.practices), "practices")
    if not inputs.outcome:
        raise InvalidInput("EMPTY_INPUT", "outcome", "There is no partnership.")
    effects = {practice.name: _effect(practice, inputs.outcome) for practice in inputs.practices}
    found = [_candidate(practice, effects[practice.name]) for practice in inputs.practices]
    ordered = tuple(sorted(found, key=lambda each: (-round(each.leverage_score, 12), each.name)))
    by_name = {practice.name: practice for practice in inputs.practices}
    ranked = [by_name[candidate.name] for candidate in ordered]
    return LeverageResult(ordered, _comparisons(inputs.outcome, ranked, effects, settings), settings.config_hash)


def _effect(practice: LeveragePractice, outcome: Sequence[float]) -> float:
    if len(practice.values) != len(outcome):
        raise InvalidInput("COUNT_INCONSISTENT", practice.name, "Every partnership needs a value.")
    if len(set(practice.values)) < 2 or len(set(outcome)) < 2:
        raise InvalidInput("NO_VARIATION", practice.name, "What is the same everywhere goes with nothing.")
    if set(practice.values) <= {0.0, 1.0}:
        pairs = list(zip(practice.values, outcome, strict=True))
        return cliffs_delta([y for x, y in pairs if x], [y for x, y in pairs if not x])
    return spearman(practice.values, outcome) or 0.0


def _candidate(practice: LeveragePractice, effect: float) -> LeverageCandidate:
    room = headroom(practice.values) if practice.headroom is None else practice.headroom
    score = abs(effect) * room / practice.effort
    return LeverageCandidate(practice.name, effect, room, practice.effort, score, "candidate_for_trial", TRIAL)


def _comparisons(
    outcome: Sequence[float],
    practices: Sequence[LeveragePractice],
    effects: Mapping[str, float],
    settings: MethodSettings,
) -> tuple[LeverageComparison, ...]:
    """Compare the sizes of effects, each in the direction it has in the data; the candidate that ranks first is first.

    So the order of the input changes neither the sign of a difference nor its interval.
    """
    if len(practices) < 2:
        return ()
    from comotion.methods.patterns import batch  # noqa: PLC0415  (numpy, needed for resamples only)

    units = [f"{number:09}" for number in range(len(outcome))]
    columns = [batch.columns(units, practice.values, outcome) for practice in practices]
    resampled = batch.resampled_effects(columns, settings.patterns)
    signs = [1.0 if effects[practice.name] >= 0 else -1.0 for practice in practices]
    found = []
    for one, two in combinations(range(len(practices)), 2):
        apart = signs[one] * resampled[:, one] - signs[two] * resampled[:, two]
        ends = batch.interval(apart, settings.patterns)
        low, high = ends or (None, None)
        names = practices[one].name, practices[two].name
        difference = abs(effects[names[0]]) - abs(effects[names[1]])
        found.append(LeverageComparison(*names, difference, low, high, equal=ends is None or ends[0] <= 0 <= ends[1]))
    return tuple(found)
