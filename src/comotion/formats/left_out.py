"""The lines of a file that are no records: which, and why each was left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from comotion.formats.tables import LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Line = tuple[int, list[str]]
    Why = Callable[[list[str]], str]

ABOVE, BLANK, BELOW = "above", "blank", "below"
"""Why a line was left out whatever it says: it stands above the header, is blank, or stands below the table."""
SHOWN, LONGEST = 5, 80


def left_out(above: Sequence[Line], body: Sequence[Line], kept: Sequence[Line], why: Why) -> tuple[LeftOut, ...]:
    """Give the lines above the header and those below it that were not kept, by reason, with the first of each."""
    numbers = {number for number, _ in kept}
    below = ((number, cells) for number, cells in body if number not in numbers) if len(kept) < len(body) else ()
    counts: Counter[str] = Counter()
    first: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for stands_above, lines in ((True, above), (False, below)):
        for number, cells in lines:
            text = said(cells)
            reason = BLANK if not text else ABOVE if stands_above else why(cells)
            counts[reason] += 1
            if len(first[reason]) < SHOWN:
                first[reason].append((number, text))
    return tuple(LeftOut(reason, rows, tuple(first[reason])) for reason, rows in counts.items())


def said(cells: list[str]) -> str:
    """Give what a line says, shortened."""
    return " · ".join(shown for cell in cells if (shown := " ".join(cell.split())))[:LONGEST]
