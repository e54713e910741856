"""Cells that are withheld besides the small ones, so that no small one is left of a cause (specification 01 c7).

A statement's own table withholds small cells, and others of the same rows and columns. But a cause is shown as well,
as a mean over its statements: where all other statements of a cell are shown, subtracting them from the cause leaves
the one that was withheld. So in no cell is one statement of a cause withheld alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from comotion.methods.friction.survey import QuestionFriction, SurveyFriction
from comotion.methods.kernel.suppression import ShownCell, ShownGap, ShownLine, ShownSurvey

Place = tuple[str, str, str]
"""Statement, side, level."""


def seen_questions(found: SurveyFriction) -> dict[str, ShownSurvey]:
    """Return what may be shown of each statement beside the causes."""
    hidden: set[Place] = set()
    for cause, gaps in found.gaps.items():
        own = {name: one for name, one in found.questions.items() if one.cause == cause}
        hidden |= _closed(own, set(gaps.questions))
    return {
        name: _without(one.seen, {place[1:] for place in hidden if place[0] == name})
        for name, one in found.questions.items()
    }


def _closed(own: Mapping[str, QuestionFriction], compared: Collection[str]) -> set[Place]:
    """Return the cells of a cause's statements that are withheld; levels are compared by ``compared``."""
    counts = {
        (name, side, level): cell.n
        for name, one in own.items()
        for side, row in one.cells.items()
        for level, cell in row.items()
    }
    hidden = {(name, cell.side, cell.level) for name, one in own.items() for cell in one.seen.cells if cell.suppressed}
    lines = [line for line in _lines(counts, compared) if len(line) > 1]
    while extra := next((place for line in lines if (place := _partner(line, counts, hidden))), None):
        hidden.add(extra)
    return hidden


def _lines(counts: Mapping[Place, int], compared: Collection[str]) -> Iterator[list[Place]]:
    """Return every group of cells of which a sum is shown: of a statement, and of a cell over its statements."""
    for name in dict.fromkeys(place[0] for place in counts):
        own = [place for place in counts if place[0] == name]
        yield from _grouped(own, 1)
        yield from _grouped(own, 2)
    for statements in ({place[0] for place in counts}, set(compared)):
        among = [place for place in counts if place[0] in statements]
        for side in dict.fromkeys(place[1] for place in among):
            yield from _grouped([place for place in among if place[1] == side], 2)


def _grouped(places: Iterable[Place], by: int) -> Iterator[list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place[by], []).append(place)
    yield from found.values()


def _partner(line: list[Place], counts: Mapping[Place, int], hidden: Collection[Place]) -> Place | None:
    """Return the smallest other cell of a line that withholds exactly one; of equal ones the first."""
    if sum(place in hidden for place in line) != 1:
        return None
    return min((place for place in line if place not in hidden), key=lambda place: counts[place])


def _without(seen: ShownSurvey, hidden: Collection[tuple[str, str]]) -> ShownSurvey:
    sides = tuple(_line(line, any(line.name == side for side, _level in hidden)) for line in seen.sides)
    levels = tuple(_line(line, any(line.name == level for _side, level in hidden)) for line in seen.levels)
    return replace(
        seen,
        cells=tuple(_cell(cell) if (cell.side, cell.level) in hidden else cell for cell in seen.cells),
        sides=sides,
        levels=levels,
        side_gap=_gap(seen.side_gap, sides),
        level_gap=_gap(seen.level_gap, levels),
    )


def _cell(cell: ShownCell) -> ShownCell:
    return replace(cell, suppressed=True, mean=None, n=None)


def _line(line: ShownLine, is_withheld: bool) -> ShownLine:  # noqa: FBT001
    return replace(line, mean=None, n=None) if is_withheld else line


def _gap(gap: ShownGap, lines: Iterable[ShownLine]) -> ShownGap:
    return replace(gap, gap=None) if any(line.mean is None for line in lines) else gap
