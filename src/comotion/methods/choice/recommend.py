"""Choice and ties (specification 06 c4): the best option that is not blocked, the lightest of those close to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import below, reaches
from comotion.methods.choice.fit import (
    MONTHS,
    Features,
    check_features,
    disputed_features,
    features_of,
    mean_features,
    option_score,
)
from comotion.methods.configuration.choice import OptionRules
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings

Blocks = Mapping[str, tuple[str, ...]]
"""Codes of unmet preconditions by option; an option that is absent or has none is not blocked."""
BlockedBy = Callable[[Features], Blocks]
Verdict = Literal["clear_choice", "close_call", "no_good_fit", "all_blocked", "insufficient"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the scores and blocks of one set of ratings lead to."""

    recommended: str | None
    verdict: Verdict
    near: tuple[str, ...]
    best_if_unblocked: str | None


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest whole step of one feature that changes the choice: by how much, to what, and the new choice."""

    change: float
    to: float
    recommended: str | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The recommended option with everything that decided it.

    ``near`` are the unblocked options within the close points, lightest first. ``conditions`` say what would unblock
    the best option, or every option where all are blocked. ``flips`` holds for each feature the smallest whole step
    that changes the choice, None where there is none. ``by_side`` is the choice by each side's own ratings.
    """

    recommended: str | None
    verdict: Verdict
    close_call: bool
    near: tuple[str, ...]
    best_if_unblocked: str | None
    conditions: tuple[str, ...]
    provisional: bool
    scores: dict[str, Scored]
    blocked: dict[str, tuple[str, ...]]
    flips: dict[str, Flip | None]
    by_side: dict[str, str | None]
    notes: tuple[str, ...]
    config_hash: str


def decide(scores: Mapping[str, float | None], blocked: Blocks, settings: MethodSettings) -> Decision:
    """Return the choice among options that are listed from the lightest to the heaviest.

    Parameters
    ----------
    scores : score 0–100 by option, lightest first; None where too little is known
    blocked : codes of unmet preconditions by option
    settings : how close a close call is, and from which score an option fits at all

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> decide({"light": 90.0, "heavy": 94.0}, {}, default_settings()).recommended
    'light'

    """
    rated = {name: score for name, score in scores.items() if score is not None}
    free = {name: score for name, score in rated.items() if not blocked.get(name)}
    top = max(rated, key=lambda name: rated[name], default=None)
    if not free:
        verdict: Verdict = "all_blocked" if all(blocked.get(name) for name in scores) else "insufficient"
        return Decision(None, verdict, (), top)
    best = max(free.values())
    if_unblocked = top if top is not None and rated[top] > best + 1e-9 else None
    near = tuple(name for name, score in free.items() if reaches(score, best - settings.choice.close_points))
    if below(best, settings.choice.good_fit_from):
        return Decision(None, "no_good_fit", near, if_unblocked)
    return Decision(near[0], "close_call" if len(near) > 1 else "clear_choice", near, if_unblocked)


def recommend(
    options: Sequence[OptionRules],
    ratings: Mapping[str, Features],
    blocked_by: BlockedBy,
    settings: MethodSettings,
) -> Recommendation:
    """Return the recommendation on the mean of the sides' ratings.

    Parameters
    ----------
    options : the options, lightest first
    ratings : features 1–5 by side (or one entry for ratings made together)
    blocked_by : gives the blocks for a set of features, since some preconditions are features themselves
    settings : close points, least fit, difference of sides that is a finding

    Raises
    ------
    InvalidInput
        ``EMPTY_INPUT`` without ratings, ``UNKNOWN_ID``, ``OUT_OF_RANGE``.

    """
    if not ratings:
        raise InvalidInput("EMPTY_INPUT", "ratings", "A choice needs at least one set of ratings.")
    names = features_of(options)
    for side in ratings.values():
        check_features(side, names)
    features = mean_features(ratings.values(), names)
    scores = {option.name: option_score(option, features, settings) for option in options}
    blocked = {name: tuple(codes) for name, codes in blocked_by(features).items() if codes}
    decision = decide({name: score.value for name, score in scores.items()}, blocked, settings)
    by_side = {side: _decide_on(options, given, blocked_by, settings).recommended for side, given in ratings.items()}
    return Recommendation(
        decision.recommended,
        decision.verdict,
        decision.verdict == "close_call",
        decision.near,
        decision.best_if_unblocked,
        _conditions(decision, blocked),
        any(score.status != "ok" for score in scores.values()),
        scores,
        blocked,
        {name: _flip(name, features, decision, options, blocked_by, settings) for name in names},
        by_side,
        _notes(ratings, names, by_side, settings),
        settings.config_hash,
    )


def _decide_on(
    options: Sequence[OptionRules], features: Features, blocked_by: BlockedBy, settings: MethodSettings
) -> Decision:
    scores = {option.name: option_score(option, features, settings).value for option in options}
    return decide(scores, blocked_by(features), settings)


def _conditions(decision: Decision, blocked: Blocks) -> tuple[str, ...]:
    if decision.verdict == "all_blocked":
        return tuple(f"{name}:{code}" for name, codes in blocked.items() for code in codes)
    name = decision.best_if_unblocked
    return () if name is None else tuple(f"{name}:{code}" for code in blocked[name])


def _flip(
    name: str,
    features: Features,
    decision: Decision,
    options: Sequence[OptionRules],
    blocked_by: BlockedBy,
    settings: MethodSettings,
) -> Flip | None:
    """Return the smallest whole step of a feature that changes the choice; up before down at equal size."""
    start = features[name]
    if start is None:
        return None
    longest = max((option.months.high for option in options if option.months is not None), default=0.0)
    for change in _changes(name, start, longest):
        changed = {**features, name: start + change}
        found = _decide_on(options, changed, blocked_by, settings).recommended
        if found != decision.recommended:
            return Flip(change, start + change, found)
    return None


def _changes(name: str, start: float, longest: float) -> Iterator[float]:
    low, high = (1.0, 5.0) if name != MONTHS else (1e-9, max(longest, start))
    for step in range(1, int(high) + 1):
        for change in (float(step), -float(step)):
            if low <= start + change <= high:
                yield change


def _notes(
    ratings: Mapping[str, Features],
    names: Sequence[str],
    by_side: Mapping[str, str | None],
    settings: MethodSettings,
) -> tuple[str, ...]:
    disputed = disputed_features(ratings.values(), names, settings)
    differ = len(set(by_side.values())) > 1
    return (*(f"SIDES_DIFFER:{name}" for name in disputed), *(("SIDES_CHOOSE_DIFFERENTLY",) if differ else ()))
