"""A pasted list of people: a name, a side, a level, in whatever order the columns stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comotion.audits.enums import Level
from comotion.audits.operations import NewRespondent
from comotion.audits.sides import AuditSide, side_named

LEVEL_WORDS: dict[str, tuple[str, ...]] = {
    Level.EXECUTIVE: ("executive", "exec", "e", "c-level", "vp", "board", "geschäftsleitung", "leitung"),
    Level.MANAGEMENT: ("management", "manager", "middle", "m", "director", "lead", "führung", "management level"),
    Level.OPERATIONAL: ("operational", "operations", "operative", "o", "staff", "specialist", "operativ", "team"),
}
MOST = 500


@dataclass(frozen=True, slots=True)
class PastedList:
    """Who was understood, and the lines that were not, each with its reason."""

    people: tuple[NewRespondent, ...]
    refused: tuple[tuple[str, str], ...]


def read_people(text: str, sides: tuple[AuditSide, ...], usual: AuditSide) -> PastedList:
    """Read lines such as ``Ana Ruiz; Halden; manager; Sales; ana@halden.example``; the side may be left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:MOST]
    people: list[NewRespondent] = []
    refused: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        cells = [cell.strip().strip('"') for cell in re.split(r"\t|;|,", line)]
        if number == 0 and _is_head(cells):
            continue
        found = _person([cell for cell in cells if cell], sides, usual)
        if isinstance(found, str):
            refused.append((line, found))
        else:
            people.append(found)
    return PastedList(tuple(people), tuple(refused))


def _is_head(cells: list[str]) -> bool:
    return {"name", "level", "ebene"} & {cell.casefold() for cell in cells} != set()


def level_of(text: str) -> str:
    """Return the level that a word means, nothing where it means none."""
    wanted = text.strip().casefold()
    return next((str(level) for level, words in LEVEL_WORDS.items() if wanted in words), "")


def _person(cells: list[str], sides: tuple[AuditSide, ...], usual: AuditSide) -> NewRespondent | str:
    email = next((cell for cell in cells if "@" in cell), "")
    level = next((found for cell in cells[1:] if (found := level_of(cell))), "")
    side = next((one for cell in cells[1:] if (one := side_named(sides, cell))), None)
    if not level:
        return _("no level: write executive, management or operational")
    known = {email.casefold(), (side.name if side else "").casefold()}
    rest = [cell for cell in cells if cell.casefold() not in known and not level_of(cell)]
    if not rest:
        return _("no name")
    return NewRespondent(side or usual, level, rest[0], rest[1] if len(rest) > 1 else "", email)
