"""What may be shown of a survey (specification 01 c7): no figure from which one person's answer could be found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from comotion.methods.kernel.bands import Scale, friction_scale, raw_band, score_scale
from comotion.methods.kernel.perception import Cells, Gaps, gaps, levels_of
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SurveyCells:
    """Values 0–100 of the respondents by side and level, and whether they are scores or friction."""

    cells: dict[str, dict[str, tuple[float, ...]]]
    scale: Literal["score", "friction"] = "friction"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell as it may be shown: no mean and no count where it is suppressed or empty."""

    side: str
    level: str
    suppressed: bool
    mean: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One side or level as it may be shown: only its band where it holds a suppressed cell."""

    name: str
    band: str | None
    mean: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class ShownGap:
    """One gap as it may be shown: only whether it is noteworthy where a compared line holds a suppressed cell."""

    gap: float | None
    noteworthy: bool


@dataclass(frozen=True, slots=True)
class ShownSurvey:
    """Everything that may be shown of one measure of a closed round."""

    cells: tuple[ShownCell, ...]
    sides: tuple[ShownLine, ...]
    levels: tuple[ShownLine, ...]
    side_gap: ShownGap
    level_gap: ShownGap
    notes: tuple[str, ...] = ()


def suppressed_cells(cells: Cells, settings: MethodSettings) -> tuple[Cell, ...]:
    """Return the cells (side, level) whose mean and count are hidden, in the order of the table.

    A cell with fewer than three answers is suppressed. While a line has exactly one suppressed cell, its smallest other
    cell with answers is suppressed too; ties go to the first in list order. An empty cell has nothing to hide.
    """
    counts = {(side, level): len(cells[side].get(level, ())) for side in cells for level in levels_of(cells)}
    hidden = {cell for cell, count in counts.items() if 0 < count < settings.perception.min_group_n}
    lines = [[cell for cell in counts if cell[0] == side] for side in cells]
    lines += [[cell for cell in counts if cell[1] == level] for level in levels_of(cells)]
    while extra := next(filter(None, (_partner(line, counts, hidden) for line in lines)), None):
        hidden.add(extra)
    return tuple(cell for cell in counts if cell in hidden)


def _partner(line: list[Cell], counts: dict[Cell, int], hidden: set[Cell]) -> Cell | None:
    if sum(cell in hidden for cell in line) != 1:
        return None
    others = [cell for cell in line if cell not in hidden and counts[cell]]
    return min(others, key=lambda cell: counts[cell], default=None)


def shown(cells: Cells, settings: MethodSettings, scale: Scale) -> ShownSurvey:
    """Return what may be shown of one measure of a closed round.

    Parameters
    ----------
    cells : values 0–100 by side and level
    settings : the smallest group and the noteworthy gap
    scale : the bands that stand in for hidden figures

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``NOT_FINITE``.

    """
    figures = gaps(cells, settings)
    hidden = suppressed_cells(cells, settings)
    levels = levels_of(cells)
    sides = tuple(
        _line(
            side,
            figures.side_means.get(side),
            [cells[side].get(level, ()) for level in levels],
            scale,
            closed=any(cell[0] == side for cell in hidden),
        )
        for side in cells
    )
    by_level = tuple(
        _line(
            level,
            figures.level_means.get(level),
            [cells[side].get(level, ()) for side in cells],
            scale,
            closed=any(cell[1] == level for cell in hidden),
        )
        for level in levels
    )
    return ShownSurvey(
        tuple(_cell(side, level, cells, hidden) for side in cells for level in levels),
        sides,
        by_level,
        _gap(figures, lambda found: (found.side_gap, found.side_noteworthy), sides),
        _gap(figures, lambda found: (found.level_gap, found.level_noteworthy), by_level),
        figures.notes,
    )


def _cell(side: str, level: str, cells: Cells, hidden: tuple[Cell, ...]) -> ShownCell:
    values = cells[side].get(level, ())
    if (side, level) in hidden or not values:
        return ShownCell(side, level, (side, level) in hidden, None, None)
    return ShownCell(side, level, suppressed=False, mean=fmean(values), n=len(values))


def _line(name: str, mean: float | None, values: Iterable[Iterable[float]], scale: Scale, *, closed: bool) -> ShownLine:
    band = None if mean is None else raw_band(mean, scale)
    if closed:
        return ShownLine(name, band, None, None)
    return ShownLine(name, band, mean, sum(1 for cell in values for _ in cell))


def _gap(figures: Gaps, read: Callable[[Gaps], tuple[float | None, bool]], lines: tuple[ShownLine, ...]) -> ShownGap:
    gap, noteworthy = read(figures)
    return ShownGap(None if any(line.mean is None for line in lines) else gap, noteworthy)


_EXAMPLE = {
    "a": {"executive": [25, 25, 0], "operational": [75, 75, 50, 100]},
    "b": {"executive": [25, 0, 25], "operational": [50, 75, 50]},
}


@method(name="kernel.perception", version="1", example={"cells": _EXAMPLE, "scale": "friction"})
def perception(inputs: SurveyCells, settings: MethodSettings) -> ShownSurvey:
    """Compare what sides and levels see, without giving anybody's answer away.

    Asks: do the sides agree, do the levels agree? Formula: cell means, then levels equally within a side and sides
    equally within a level; gaps between them; small cells and what would reveal them are suppressed.

    Sure: Groups of fewer than three are hidden, with what would reveal them. A gap of 20 points with three people or
    more on each side is worth a talk, and may still be chance.

    Parameters
    ----------
    inputs : values 0–100 of the respondents by side and level, of a closed round
    settings : smallest group (3) and noteworthy gap (20 points)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 01 c7, after Vantage Partners and Simoons; suppression is our inference.

    """
    scale = score_scale(settings) if inputs.scale == "score" else friction_scale(settings)
    return shown(inputs.cells, settings, scale)
