"""The cells of a file before anything is understood, and what a format and a vendor have to say to be found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from comotion.formats.fields import Field
    from comotion.formats.tables import Problem


@dataclass(slots=True)
class Grid:
    """Rows of texts with the number a person sees beside each.

    ``typed`` says that numbers and dates came as such (a workbook, JSON): figures then have a decimal point and dates
    are ISO. ``doubtful`` lists the columns of a typed grid in which a figure was nevertheless written as text.
    ``ragged`` says that the width of a row means something: in delimited text a row of another width is damaged.
    """

    format: str
    rows: list[tuple[int, list[str]]]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    typed: bool = False
    ragged: bool = False
    doubtful: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: ``claims`` looks at the bytes (never at the name alone), ``grid`` gives the cells.

    Formats are asked in their ``order``; the last one, delimited text, claims everything that is left.
    """

    name: str
    claims: Callable[[bytes, str], bool]
    grid: Callable[[bytes, str, Mapping[str, str]], Grid]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Signature:
    """Headers (plain) that together give away what a file is; ``kind`` is None for one we know and do not import."""

    kind: str | None
    headers: frozenset[str]


def signature(kind: str | None, *headers: str) -> Signature:
    """Make a signature of plain headers."""
    return Signature(kind, frozenset(headers))


def untouched(_field: Field, text: str) -> str:
    """Give a value as it is: the vendor has no spelling of its own."""
    return text


@dataclass(frozen=True, slots=True)
class Vendor:
    """One maker of files: how its tables are recognised, and what its headers and values mean.

    ``prefix`` is cut from every header, ``synonyms`` are headers by kind and field, ``clean`` turns a value as this
    vendor writes it into the one everybody writes ("" for a value that stands for nothing). ``percent`` says that its
    probabilities are percent even where all of them are small.
    """

    name: str
    signatures: tuple[Signature, ...]
    prefix: str = ""
    synonyms: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    clean: Callable[[Field, str], str] = untouched
    percent: bool = False
