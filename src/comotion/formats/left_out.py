"""The lines of a file that are no records: which, and why each was left out."""

from __future__ import annotations

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
    found: dict[str, list[tuple[int, str]]] = {}
    for number, cells in above:
        found.setdefault(ABOVE if said(cells) else BLANK, []).append((number, said(cells)))
    if len(kept) < len(body):
        numbers = {number for number, _ in kept}
        for number, cells in body:
            if number not in numbers:
                found.setdefault(why(cells) if said(cells) else BLANK, []).append((number, said(cells)))
    return tuple(LeftOut(reason, len(lines), tuple(lines[:SHOWN])) for reason, lines in found.items())


def said(cells: list[str]) -> str:
    """Give what a line says, shortened."""
    return " · ".join(shown for cell in cells if (shown := " ".join(cell.split())))[:LONGEST]
