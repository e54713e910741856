"""What a reader gives back: an inspection of the file, its rows with typed values, and its problems as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

NO_KIND = "is of no kind we know"
"""What the refusal of a table says whose kind is open."""


def one_line(text: str) -> str:
    r"""Give a sentence on one line, without the line breaks and control characters of the cells it quotes.

    >>> one_line("“Gold\nSilver” is no number.")
    '“Gold Silver” is no number.'
    """
    if text.isprintable():
        return text
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


class Unreadable(ValueError):
    """A file that cannot be read at all: one sentence that says what is wrong, where, and how to mend it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))


class OverLimit(Unreadable):
    """A file that took more memory or time than one may: no other way of reading it will do better."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful, with the way out.

    ``row`` is None where a whole column or file is meant; ``column`` is the header as it stands in the file.
    """

    row: int | None
    column: str | None
    code: str
    message: str
    value: str | None
    remedy: str

    def __post_init__(self) -> None:
        """Keep the message on one line."""
        object.__setattr__(self, "message", one_line(self.message))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file and what it was taken for.

    ``maps_to`` is a field of the kind, or ``kpi:<id>``, ``period:<text>`` and ``item:<name>`` in a wide table; None
    where the column is not used. ``confidence`` runs from 0 to 1. ``empty`` counts the records that say nothing here.
    """

    name: str
    maps_to: str | None
    confidence: float
    type: str
    examples: tuple[str, ...]
    empty: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines that are no records, of one reason: above, blank, below, remark, explanation, total or footer.

    ``lines`` holds the first few, each with its number and what it says.
    """

    why: str
    rows: int
    lines: tuple[tuple[int, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Give it fit for ``json.dumps``."""
        return {"why": self.why, "rows": self.rows, "lines": [{"row": row, "text": text} for row, text in self.lines]}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is: its shape, its kind, and how each column was understood.

    ``rows`` counts the records (refused ones too), ``skipped_rows`` the lines below the header that are no records:
    blank lines, comments, explanations, totals and report footers. ``left_out`` names them by reason,
    and those above the header.
    """

    format: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int | None
    kind: str | None
    kind_confidence: float
    columns: tuple[Column, ...]
    rows: int
    skipped_rows: int
    problems: tuple[Problem, ...] = ()
    dialect: str | None = None
    left_out: tuple[LeftOut, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the keys of ``comotion inspect``, fit for ``json.dumps``."""
        document = asdict(self)
        document["columns"] = [{**asdict(column), "examples": list(column.examples)} for column in self.columns]
        document["problems"] = [asdict(problem) for problem in self.problems]
        document["left_out"] = [each.as_json() for each in self.left_out]
        return document


@dataclass(frozen=True, slots=True)
class Row:
    """One record: ``number`` as a person sees it in the file, ``values`` by field, ``source`` as it was written.

    ``values`` holds every field of the kind; a missing value is None, never 0 and never an empty text.
    """

    number: int
    values: dict[str, object]
    source: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read.

    ``rows`` are the rows that may be used. A row with a value that cannot be read is in ``refused_rows`` instead, as it
    was written, and its number in ``refused``. Several rows share a number where a wide table was made long.
    """

    inspection: Inspection
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: frozenset[int] = frozenset()
    refused_rows: list[Row] = field(default_factory=list)
