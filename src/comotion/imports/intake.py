"""A file as it comes in: read in a child process, taken over part by part, so that it never stands whole in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from comotion.formats.isolated import READ_SECONDS, allowance, ask, inspect_isolated, rebuilt
from comotion.formats.tables import Inspection, OverLimit, Problem, Row, Table, Unreadable
from comotion.imports.cells import UnableToKeep
from comotion.imports.context import UnableToUse
from comotion.imports.engine import Cells, Outcome
from comotion.imports.loaders.loader import Loader
from comotion.imports.packing import join_parts, pack

Packed = tuple[list[str], list[str], list[Any]]
Parts = Iterator[tuple[Packed, Packed]]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said about a file; None leaves it to the reader, and to what was said of the last one."""

    kind: str | None
    mapping: Mapping[str, str | None] | None
    choices: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is understood: what it is, the problems of the reader, and its rows to come."""

    inspection: Inspection
    problems: list[Problem]
    parts: Parts


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A file that has columns, and why it cannot be read as rows yet."""

    inspection: Inspection
    problem: Unreadable


def open_file(data: bytes, name: str, answers: Answers) -> Opened | NotUnderstood:
    """Read a file; raises Unreadable where it has not even columns."""
    limits = allowance(READ_SECONDS, data)
    order = {
        "task": "read",
        "name": name,
        "kind": answers.kind,
        "mapping": dict(answers.mapping) if answers.mapping else None,
        "choices": dict(answers.choices or {}),
    }
    try:
        parts = ask(data, name, order, limits)
        table = next(parts)
    except OverLimit:
        raise
    except Unreadable as problem:
        found = inspect_isolated(data, name, choices=answers.choices, limits=limits)
        if not found.columns:
            raise
        return NotUnderstood(found, problem)
    assert isinstance(table, Table)
    return Opened(table.inspection, table.problems, parts)


@dataclass(slots=True)
class Intake:
    """Takes rows over as plain cells and keeps the lines of those that are refused, by the reader or later.

    ``refused`` counts what the reader refused: a line of a wide table once.
    """

    loader: Loader
    headers: Mapping[str, str]
    outcome: Outcome
    problems: list[Problem]
    refused: list[int] = field(default_factory=list)
    lines: dict[int, list[str]] = field(default_factory=dict)
    packed: list[bytes] = field(default_factory=list)

    def chunks(self, parts: Parts) -> Iterator[list[Cells]]:
        """Give the cells of each part; when asked for the next, keep the lines refused of the one before."""
        for good, bad in parts:
            for row in rebuilt(bad):
                self._refuse(row)
            cells = self._plain(good)
            self.packed.append(pack(cells))
            seen = len(self.outcome.refused)
            yield cells
            wanted = set(self.outcome.refused[seen:])
            if wanted:
                self.lines |= {row.number: list(row.source.values()) for row in rebuilt(good) if row.number in wanted}

    def _plain(self, good: Packed) -> list[Cells]:
        """Turn rows into plain cells, column by column; row by row only where one of them cannot be kept."""
        fields, _headers, rows = good
        if not any(isinstance(row, Row) for row in rows):
            typed = dict(zip(fields, zip(*(row[1] for row in rows), strict=True), strict=False))
            try:
                columns = self.loader.prepare_columns(typed, len(rows))
            except UnableToKeep:
                columns = []
            if columns:
                return [list(cells) for cells in zip((row[0] for row in rows), *columns, strict=True)]
        return self._one_by_one(rebuilt(good))

    def _one_by_one(self, rows: Iterable[Row]) -> list[Cells]:
        cells: list[Cells] = []
        for row in rows:
            try:
                cells.append([row.number, *self.loader.prepare(row.values)])
            except UnableToUse as problem:
                self.problems.append(problem.as_problem(row.number, self.headers))
                self._refuse(row)
        return cells

    def _refuse(self, row: Row) -> None:
        self.refused.append(row.number)
        self.lines[row.number] = list(row.source.values())

    @property
    def content(self) -> bytes:
        """The plain cells of every row, packed."""
        return join_parts(self.packed)


def lines_of(data: bytes, name: str, answers: Answers, numbers: set[int]) -> dict[int, list[str]]:
    """Read a file again for some of its lines."""
    opened = open_file(data, name, answers)
    if isinstance(opened, NotUnderstood):
        return {}
    return {
        row.number: list(row.source.values())
        for good, bad in opened.parts
        for row in (*rebuilt(good), *rebuilt(bad))
        if row.number in numbers
    }
