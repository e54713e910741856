"""Read a file of unknown shape: what it is, its typed rows, and everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comotion.formats import assembly
from comotion.formats.calendar.components import is_calendar
from comotion.formats.calendar.inspection import inspect_calendar
from comotion.formats.catalogue import formats
from comotion.formats.header_block import add_facts
from comotion.formats.headers import plain
from comotion.formats.kinds import kinds
from comotion.formats.layout import Layout, lay_out
from comotion.formats.recognition import SAMPLE, Recognition, Seen, known, lacking, recognise
from comotion.formats.refusals import refuse, refuse_pivot
from comotion.formats.tables import NO_KIND, Column, Inspection, Row, Table, Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comotion.formats.grid import Grid
    from comotion.formats.tables import Problem

__all__ = ["Unreadable", "inspect", "read", "records"]

EVERY = "every:"
LARGEST = 200_000_000
EXAMPLES = 3


@dataclass(slots=True)
class Opened:
    """A file after its cells were found and its table was laid out."""

    name: str
    grid: Grid
    layout: Layout
    columns: list[list[str]]


def inspect(data: bytes, name: str, *, choices: Mapping[str, str] | None = None) -> Inspection:
    """Say what a file is and what is wrong with it; ``name`` is only used in messages and is never trusted.

    Raises Unreadable with one sentence where the file holds neither a table nor a calendar.
    """
    if is_calendar(data):
        return inspect_calendar(data, name)
    opened = open_table(data, name, choices or {})
    found = recognise(seen(opened), None, None)
    if found.kind is None or lacking(found.kind, found.meanings):
        return inspection(opened, found, opened.layout.problems)
    return assembled(opened, found, choices or {}).inspection


def read(
    data: bytes,
    name: str,
    *,
    kind: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    choices: Mapping[str, str] | None = None,
) -> Table:
    """Read a file as a kind; the kind and the columns are recognised where they are not given.

    ``mapping`` gives columns their fields (None leaves a column out). ``choices`` answers what an inspection asked:
    by column ``dmy`` or ``mdy`` for dates, ``comma`` or ``point`` for numbers, ``blank`` to keep the blank cells of a
    grouped column; ``every:`` and a field for what holds for all rows; and ``sheet``, ``encoding``, ``delimiter``,
    ``header_row`` for the file.
    Raises Unreadable with one sentence where the file or its header cannot be used.
    """
    opened = open_table(data, name, choices or {})
    del data  # its cells are enough: a file that nobody else holds need not stay in memory beside its rows
    found = recognise(seen(opened), kind, mapping)
    if found.kind is None:
        headers = ", ".join(opened.layout.names)[:200]
        raise Unreadable(f"{name} {NO_KIND} (its columns: {headers}): name one of {', '.join(kinds())}.")
    if missing := lacking(found.kind, found.meanings):
        headers = ", ".join(opened.layout.names)[:200]
        raise Unreadable(
            f"{name} has no column for {', '.join(missing)}, which {found.kind.name} need (its columns: {headers}): "
            f"map a column to it{all_rows(missing)}."
        )
    return assembled(opened, found, choices or {})


def records(data: bytes, name: str, *, choices: Mapping[str, str] | None = None) -> Table:
    """Read the records of any table as texts by column, whatever it is about."""
    opened = open_table(data, name, choices or {})
    layout = opened.layout
    rows = [Row(number, {}, dict(zip(layout.names, cells, strict=True))) for number, cells in layout.records]
    shown = inspection(opened, Recognition(None, 0.0, None), layout.problems)
    refused = [Row(number, {}, source) for number, source in layout.refused.items()]
    return Table(shown, rows, list(shown.problems), frozenset(layout.refused), refused)


def all_rows(missing: list[str]) -> str:
    """Say how to name the partnership of a whole file."""
    return f", or answer {EVERY}partnership with its name for all rows" if "partnership" in missing else ""


def open_table(data: bytes, name: str, choices: Mapping[str, str]) -> Opened:
    """Refuse what is no table, find the format, and lay the table out."""
    if len(data) > LARGEST:
        raise Unreadable(f"{name} is larger than {LARGEST // 1_000_000} MB: split it and load the parts.")
    refuse(data, name)
    chosen = next(each for each in formats() if each.claims(data, name))
    grid = chosen.grid(data, name, choices)
    refuse_pivot(grid.rows, name)
    layout = lay_out(grid, name, known, choices)
    layout.problems[:0] = grid.problems
    add_facts(layout, for_every_row(choices))
    columns = [list(column) for column in zip(*(cells for _, cells in layout.records), strict=True)]
    return Opened(name, grid, layout, columns or [[] for _ in layout.names])


def for_every_row(choices: Mapping[str, str]) -> dict[str, str]:
    """Give what a person said of all rows at once: ``every:partnership`` = ``Northwind``."""
    said = {key.removeprefix(EVERY): value for key, value in choices.items() if key.startswith(EVERY)}
    return {name.replace("_", " ").capitalize(): value for name, value in said.items() if value.strip()}


def seen(opened: Opened) -> Seen:
    """Give recognition its view: plain headers and some distinct texts of each column."""
    names = opened.layout.names
    samples = [list(dict.fromkeys(column[: SAMPLE * 5]))[:SAMPLE] for column in opened.columns]
    return Seen(names, [plain(name) for name in names], samples)


def assembled(opened: Opened, found: Recognition, choices: Mapping[str, str]) -> Table:
    """Give the typed rows of a recognised table."""
    built = assembly.assemble(opened.layout, opened.grid, opened.columns, found, choices)
    problems = [*opened.layout.problems, *built.problems]
    shown = inspection(opened, found, problems)
    return Table(shown, built.rows, problems, frozenset(built.refused), built.refused_rows)


def inspection(opened: Opened, found: Recognition, problems: list[Problem]) -> Inspection:
    """Say what was understood."""
    grid, layout = opened.grid, opened.layout
    columns = []
    for place, name in enumerate(layout.names):
        meaning = found.meanings.get(place)
        examples = tuple(dict.fromkeys(text for text in opened.columns[place][:100] if text.strip()))[:EXAMPLES]
        kind_of = meaning.field.type if meaning else assembly.looks_like(opened.columns[place])
        columns.append(
            Column(
                name,
                meaning.maps_to if meaning else None,
                meaning.confidence if meaning else 0.0,
                kind_of,
                examples,
                opened.columns[place].count(""),
            )
        )
    return Inspection(
        format=grid.format, encoding=grid.encoding, delimiter=grid.delimiter, sheet=grid.sheet,
        header_row=layout.header_row, kind=found.kind.name if found.kind else None, kind_confidence=found.confidence,
        columns=tuple(columns), rows=len(layout.records) + len(layout.refused), skipped_rows=layout.skipped,
        problems=tuple(problems), dialect=found.vendor.name if found.vendor else None,
        left_out=layout.left_out,
    )  # fmt: skip
