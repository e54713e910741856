"""KPIs that come from the pulse (specification 10 c1): trust, satisfaction, and how far the sides see apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import fmean

from comotion.methods.checks import known, within
from comotion.methods.kernel.likert import Answer, likert_friction
from comotion.methods.kernel.perception import gaps
from comotion.methods.kernel.weighted_mean import number, weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings

TRUST_ITEMS = ("keeps_promises", "bad_news_early", "conflicts_settled", "choose_again", "effort_shared")
"""The five trust items of the pulse; agreement is healthy in each."""


@dataclass(frozen=True, slots=True)
class PulseAnswers:
    """The answers of one person: the five trust items 1–5, and satisfaction with the other side 0–10."""

    person: str
    side: str
    level: str
    trust: Mapping[str, Answer]
    satisfaction: float | None = None


@dataclass(frozen=True, slots=True)
class Pulse:
    """The answers of one closed round."""

    sides: tuple[str, ...]
    answers: tuple[PulseAnswers, ...]


@dataclass(frozen=True, slots=True)
class PulseKpis:
    """The readings that a pulse gives, with the gaps between the sides and the answers of each side."""

    trust_survey: Scored
    partner_satisfaction_10: float | None
    perception_gap: float | None
    trust_gap: float | None
    satisfaction_gap: float | None
    answers: dict[str, int]


_EXAMPLE_TRUST = dict.fromkeys(TRUST_ITEMS, 4)
_EXAMPLE = {
    "sides": ["a", "b"],
    "answers": [
        {"person": f"{side}{n}", "side": side, "level": "management", "trust": _EXAMPLE_TRUST, "satisfaction": 7}
        for side in ("a", "b")
        for n in range(3)
    ],
}


@method(name="scorecard.pulse", version="1", example=_EXAMPLE)
def pulse_kpis(inputs: Pulse, settings: MethodSettings) -> PulseKpis:
    """Turn a closed pulse into readings of the joint card.

    Asks: do the sides trust each other, are they satisfied, do they see the same? Formula: trust = 100 − mean friction
    of five items, sides and levels balanced; satisfaction = mean of the sides' means; perception gap = the larger
    of the absolute side gaps of trust and of satisfaction × 10.

    Sure: Fewer than three answers on a side give nothing. A pulse is a moment: look at the trend of several.

    Parameters
    ----------
    inputs : answers of one closed round by person, side and level
    settings : the smallest group that is shown (3 answers)

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a side or item that does not exist, ``OUT_OF_RANGE``, ``DUPLICATE_ANSWER`` for a person who
        answers twice.

    Notes
    -----
    Source: specification 10 c1. A side with fewer than three answers makes satisfaction and the gap missing.

    """
    _check(inputs)
    trust_gap = _trust_gap(inputs, settings)
    satisfaction_gap = _satisfaction_gap(inputs, settings)
    gap = None
    if trust_gap is not None and satisfaction_gap is not None:
        gap = max(abs(trust_gap), 10.0 * abs(satisfaction_gap))
    return PulseKpis(
        trust_survey(inputs, settings),
        joint_satisfaction(inputs, settings),
        gap,
        trust_gap,
        satisfaction_gap,
        {side: sum(answer.side == side for answer in inputs.answers) for side in inputs.sides},
    )


def _check(inputs: Pulse) -> None:
    people: set[tuple[str, str]] = set()
    for answer in inputs.answers:
        known(answer.side, inputs.sides, "answers.side")
        if (answer.person, answer.side) in people:
            raise InvalidInput("DUPLICATE_ANSWER", "answers.person", f"{answer.person} answers twice.")
        people.add((answer.person, answer.side))
        for item in answer.trust:
            known(item, TRUST_ITEMS, "answers.trust")
        if answer.satisfaction is not None:
            within(answer.satisfaction, 0.0, 10.0, "answers.satisfaction")


def trust_survey(inputs: Pulse, settings: MethodSettings) -> Scored:
    """Return trust 0–100: people are averaged in their cell, levels count equally in a side, sides and items equally.

    The levels are those that occur in the round; a side without answers for one has a missing part there. With fewer
    than three answers on a side the side is missing.
    """
    levels = list(dict.fromkeys(answer.level for answer in inputs.answers))
    if not levels:
        return weighted_mean([(item, 1.0, None) for item in TRUST_ITEMS], settings)
    return weighted_mean([(item, 1.0, _item(item, levels, inputs, settings)) for item in TRUST_ITEMS], settings)


def _item(item: str, levels: Sequence[str], inputs: Pulse, settings: MethodSettings) -> Scored:
    cells = _cells(inputs, partial(_trust, item=item))
    sides: list[tuple[str, float, Scored | float | None]] = []
    for side in inputs.sides:
        by_level = cells[side]
        if sum(len(values) for values in by_level.values()) < settings.perception.min_group_n:
            sides.append((side, 1.0, None))
            continue
        parts = [(level, 1.0, _cell(by_level.get(level, ()), settings)) for level in levels]
        sides.append((side, 1.0, weighted_mean(parts, settings)))
    return weighted_mean(sides, settings)


def _cell(values: Sequence[float], settings: MethodSettings) -> Scored:
    """Return the mean of one cell; it counts as many inputs as there are answers."""
    return replace(number(fmean(values) if values else None, settings), n=len(values))


def _trust(answer: PulseAnswers, item: str) -> float | None:
    friction = likert_friction(answer.trust.get(item))
    return None if friction is None else 100.0 - friction


def _cells(inputs: Pulse, read: Callable[[PulseAnswers], float | None]) -> dict[str, dict[str, list[float]]]:
    cells: dict[str, dict[str, list[float]]] = {side: {} for side in inputs.sides}
    for answer in inputs.answers:
        value = read(answer)
        if value is not None:
            cells[answer.side].setdefault(answer.level, []).append(value)
    return cells


def _trust_gap(inputs: Pulse, settings: MethodSettings) -> float | None:
    """Return the side gap of trust: per item on its cell means, then the mean over the items that have one."""
    found: list[dict[str, float]] = []
    for item in TRUST_ITEMS:
        cells = _cells(inputs, partial(_trust, item=item))
        if _enough(cells, settings):
            found.append(gaps(cells, settings).side_means)
    means = [fmean(by_side[side] for by_side in found if by_side) for side in inputs.sides if any(found)]
    return _difference(means)


def _satisfaction_gap(inputs: Pulse, settings: MethodSettings) -> float | None:
    cells = _cells(inputs, lambda answer: None if answer.satisfaction is None else 10.0 * answer.satisfaction)
    if not _enough(cells, settings):
        return None
    gap = gaps(cells, settings).side_gap
    return None if gap is None else gap / 10.0


def _enough(cells: Mapping[str, Mapping[str, Sequence[float]]], settings: MethodSettings) -> bool:
    sizes = [sum(len(values) for values in by_level.values()) for by_level in cells.values()]
    return len(sizes) > 1 and min(sizes) >= settings.perception.min_group_n


def _difference(means: Sequence[float]) -> float | None:
    if len(means) < 2:
        return None
    return means[0] - means[1] if len(means) == 2 else max(means) - min(means)


def joint_satisfaction(inputs: Pulse, settings: MethodSettings) -> float | None:
    """Return satisfaction 0–10 for the joint card: the mean of the sides' means, each of three answers or more."""
    means = [_satisfaction(inputs, (side,), settings) for side in inputs.sides]
    given = [mean for mean in means if mean is not None]
    return fmean(given) if given and len(given) == len(inputs.sides) else None


def partner_satisfaction(inputs: Pulse, own_side: str, settings: MethodSettings) -> float | None:
    """Return satisfaction 0–10 for a party's own card: the mean of the partner's answers, three or more.

    Raises
    ------
    InvalidInput
        ``WRONG_SOURCE`` where only our own people were asked, ``UNKNOWN_ID`` for a side that is not a party.

    """
    known(own_side, inputs.sides, "own_side")
    if inputs.answers and all(answer.side == own_side for answer in inputs.answers):
        raise InvalidInput("WRONG_SOURCE", "answers", "Satisfaction of the partner is asked of the partner.")
    return _satisfaction(inputs, tuple(side for side in inputs.sides if side != own_side), settings)


def _satisfaction(inputs: Pulse, sides: Sequence[str], settings: MethodSettings) -> float | None:
    values = [answer.satisfaction for answer in inputs.answers if answer.side in sides]
    given = [value for value in values if value is not None]
    return fmean(given) if len(given) >= settings.card.satisfaction_min_n else None
