"""A block of facts above a table, such as partner and period of a scorecard: they hold for every row below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comotion.formats.headers import plain
from comotion.formats.kinds.sides import PARTNERSHIP

if TYPE_CHECKING:
    from collections.abc import Callable

    from comotion.formats.layout import Layout

Rows = list[tuple[int, list[str]]]
PERIODS = frozenset({"period", "month", "quarter", "reporting period", "review period"})
TELLING = frozenset(plain(word) for word in (PARTNERSHIP.name, *PARTNERSHIP.synonyms)) | PERIODS
NEAR = 6


def block_above(rows: Rows, at: int, known: Callable[[str], bool]) -> tuple[int, dict[str, str]]:
    """Give the index of the table's header, and the facts that stand above it, by their names.

    A row of names with their values in the next row is a block and no table, where another header follows. Lines that
    say nothing of a partner or a period are titles and no facts.
    """
    start = next((place for place in range(at + 1) if names_facts(rows, place, known)), None)
    header = header_below(rows, start, known) if start is not None else None
    at = at if header is None else max(at, header)
    facts: dict[str, str] = {}
    if start is not None and start + 1 < at:
        facts |= dict(beside(rows[start][1], rows[start + 1][1]))
    for _, cells in rows[:at]:
        facts |= pairs(cells, known)
    return (at, facts) if any(plain(name) in TELLING for name in facts) else (at, {})


def beside(names: list[str], values: list[str]) -> list[tuple[str, str]]:
    """Give the names of a row with the values under them."""
    return [(name.strip(), value.strip()) for name, value in zip(names, values, strict=False) if name.strip()]


def names_facts(rows: Rows, place: int, known: Callable[[str], bool]) -> bool:
    """Say whether a row consists of known names only, with values under each of them."""
    if place + 1 >= len(rows):
        return False
    found = beside(rows[place][1], rows[place + 1][1])
    named = len(found) >= 2 and all(known(name) for name, _ in found)
    return named and any(plain(name) in TELLING for name, _ in found) and not any(known(value) for _, value in found)


def header_below(rows: Rows, start: int, known: Callable[[str], bool]) -> int | None:
    """Give the index of another header soon after a block; None where the block is the table itself."""
    above = {plain(cell) for cell in rows[start][1] if cell.strip()}
    for place in range(start + 2, min(start + NEAR, len(rows))):
        cells = [cell for cell in rows[place][1] if cell.strip()]
        if len(cells) >= 3 and all(known(cell) for cell in cells) and not above & {plain(cell) for cell in cells}:
            return place
    return None


def pairs(cells: list[str], known: Callable[[str], bool]) -> dict[str, str]:
    """Give the facts of one line: ``Partner Name | Northwind | Period | 2026-Q3``, or ``Partner Name: Northwind``."""
    shown = [cell.strip() for cell in cells if cell.strip()]
    if len(shown) == 1 and ":" in shown[0]:
        shown = [part.strip() for part in shown[0].split(":", 1)]
    if not shown or len(shown) % 2:
        return {}
    found = {name.rstrip(":").strip(): value for name, value in zip(shown[::2], shown[1::2], strict=True)}
    good = all(value and known(name) and not known(value) for name, value in found.items())
    return found if good else {}


def add_facts(layout: Layout, facts: dict[str, str]) -> None:
    """Give every record of a table the facts above it as columns of their own, where no column says them."""
    taken = {plain(name) for name in layout.names}
    new = {name: value for name, value in facts.items() if plain(name) not in taken}
    layout.names = [*layout.names, *new]
    layout.records = [(number, [*cells, *new.values()]) for number, cells in layout.records]
    layout.refused = {number: source | new for number, source in layout.refused.items()}
