"""Comparison with the baseline (specification 02 c7): what the audit at day 90 says beside the first one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from comotion.methods.checks import all_known, within
from comotion.methods.friction.questions import questions
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CAUSES, RootCause

CellMeans = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Mean friction 0–100 by statement, side and level."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Cell means of the frozen baseline and of the present round."""

    baseline: Mapping[str, Mapping[str, Mapping[str, float]]]
    present: Mapping[str, Mapping[str, Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Compared:
    """Friction before and now, the change (negative is better), and the cells it rests on."""

    before: float
    now: float
    change: float
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Each statement and cause that can be compared, and statements that cannot: no cell answered in both rounds."""

    questions: dict[str, Compared]
    causes: dict[RootCause, Compared]
    left_out: tuple[str, ...]
    config_hash: str


@method(
    name="friction.comparison",
    version="1",
    example={
        "baseline": {"OV1": {"a": {"executive": 50, "operational": 75}, "b": {"executive": 25}}},
        "present": {"OV1": {"a": {"executive": 25, "operational": 50}}},
    },
)
def comparison(rounds: Rounds, settings: MethodSettings) -> Comparison:
    """Compare an audit with its baseline, statement by statement.

    Asks: what changed, judged by the same people's places? Formula: per statement the mean over sides of the mean over
    levels, in both rounds over the cells answered in both; per cause the mean of these by weight.

    Sure: Only cells answered in both rounds are compared, so a change is no change of who answered; with few people in
    a cell it may still be chance.

    Parameters
    ----------
    rounds : cell means 0–100 of both rounds
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a statement that does not exist, ``OUT_OF_RANGE`` outside 0–100.

    Notes
    -----
    Source: specification 02 c7. A cell that only one round has is left out of both.

    """
    for means in (rounds.baseline, rounds.present):
        _check(means)
    found: dict[str, Compared] = {}
    for name in questions():
        cells = _common(rounds.baseline.get(name, {}), rounds.present.get(name, {}))
        if cells:
            found[name] = _compared(_score(rounds.baseline[name], cells), _score(rounds.present[name], cells), cells)
    answered = {*rounds.baseline, *rounds.present}
    causes = {cause: [name for name in found if questions()[name].cause == cause] for cause in CAUSES}
    return Comparison(
        found,
        {cause: _cause(names, found) for cause, names in causes.items() if names},
        tuple(name for name in questions() if name in answered and name not in found),
        settings.config_hash,
    )


Place = tuple[str, str]


def _check(means: CellMeans) -> None:
    all_known(means, questions(), "question")
    for name, by_side in means.items():
        for by_level in by_side.values():
            for mean in by_level.values():
                within(mean, 0.0, 100.0, name)


def _common(before: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]) -> tuple[Place, ...]:
    return tuple(
        (side, level) for side in sorted(before) for level in sorted(before[side]) if level in now.get(side, {})
    )


def _score(means: Mapping[str, Mapping[str, float]], cells: Sequence[Place]) -> float:
    sides = dict.fromkeys(side for side, _ in cells)
    return fmean(fmean(means[side][level] for own, level in cells if own == side) for side in sides)


def _compared(before: float, now: float, cells: Sequence[Place]) -> Compared:
    return Compared(before, now, now - before, tuple("/".join(cell) for cell in cells))


def _cause(names: Sequence[str], found: Mapping[str, Compared]) -> Compared:
    weights = [questions()[name].weight for name in names]
    before = fmean([found[name].before for name in names], weights)
    now = fmean([found[name].now for name in names], weights)
    cells = sorted({cell for name in names for cell in found[name].cells})
    return Compared(before, now, now - before, tuple(cells))
