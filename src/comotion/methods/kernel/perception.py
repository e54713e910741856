"""Perception gaps between sides and levels (specification 01 c7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from comotion.methods.checks import reaches, within
from comotion.methods.settings import MethodSettings

Cells = Mapping[str, Mapping[str, Sequence[float]]]
"""Values 0–100 of the respondents of each side and level."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Means and gaps of one measure, for computing; what may be shown of them says ``suppression``.

    ``side_gap`` is signed for two sides (first minus second), else the largest minus the smallest side mean.
    """

    side_means: dict[str, float]
    level_means: dict[str, float]
    side_gap: float | None
    level_gap: float | None
    side_noteworthy: bool
    level_noteworthy: bool
    notes: tuple[str, ...] = ()


def gaps(cells: Cells, settings: MethodSettings) -> Gaps:
    """Return the gaps between sides and between levels.

    People are first averaged in their cell (side × level); levels count equally within a side, sides equally within a
    level. A level that a side has no answers for is left out of the side gap and named. A gap is noteworthy from 20
    points when every compared group has at least three answers.

    Parameters
    ----------
    cells : for each side, for each level, the values 0–100 of its respondents
    settings : noteworthy gap and the smallest group

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``NOT_FINITE``.

    """
    filled = _filled(cells)
    levels = levels_of(filled)
    common = [level for level in levels if all(level in filled[side] for side in filled)]
    side_means = {side: fmean(fmean(filled[side][level]) for level in common) for side in filled} if common else {}
    level_means = {
        level: fmean(fmean(filled[side][level]) for side in filled if level in filled[side]) for level in levels
    }
    side_gap, level_gap = _side_gap(list(side_means.values())), _spread(list(level_means.values()))
    sizes = {side: sum(len(filled[side][level]) for level in common) for side in filled}
    level_sizes = {level: sum(len(filled[side].get(level, ())) for side in filled) for level in levels}
    return Gaps(
        side_means,
        level_means,
        side_gap,
        level_gap,
        _noteworthy(side_gap, sizes.values(), settings),
        _noteworthy(level_gap, level_sizes.values(), settings),
        tuple(f"LEVEL_LEFT_OUT:{level}" for level in levels if level not in common),
    )


def levels_of(cells: Cells) -> list[str]:
    """Return the levels that occur, in the order in which they first occur."""
    return list(dict.fromkeys(level for by_level in cells.values() for level in by_level))


def _filled(cells: Cells) -> dict[str, dict[str, Sequence[float]]]:
    for side, by_level in cells.items():
        for level, values in by_level.items():
            for value in values:
                within(value, 0.0, 100.0, f"{side}/{level}")
    return {side: {level: values for level, values in by_level.items() if values} for side, by_level in cells.items()}


def _side_gap(means: list[float]) -> float | None:
    return means[0] - means[1] if len(means) == 2 else _spread(means)


def _spread(means: list[float]) -> float | None:
    return max(means) - min(means) if len(means) > 1 else None


def _noteworthy(gap: float | None, sizes: Iterable[int], settings: MethodSettings) -> bool:
    return (
        gap is not None
        and reaches(abs(gap), settings.perception.noteworthy)
        and min(sizes) >= settings.perception.min_group_n
    )
