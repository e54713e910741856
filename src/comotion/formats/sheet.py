"""One sheet of a workbook: its cells as texts, row by row.

A sheet is parsed in pieces of many rows, each piece as a small document of its own under the sheet's own opening tag:
the parser then builds each piece in one go, and no more than one piece is held.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import IO, TYPE_CHECKING, Protocol
from xml.etree import ElementTree as ET

from comotion.formats.amounts import figure
from comotion.formats.cells import Style, shown
from comotion.formats.tables import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_COLUMNS = 2_000
BLOCK = 1 << 20
LONGEST_ROW = 1 << 25
MOST_CELLS = 6_000_000
MOST_MERGED = 1_000_000
BLANKS_KEPT = 100
OPENING = re.compile(rb"<((?:\w+:)?)worksheet\b[^>]*>")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=\"([A-Z0-9:]+)\"")
CORNER = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
THOUSANDTHS = re.compile(r"^-?[1-9]\d{0,2}\.\d{3}$")
FIGURE_AS_TEXT = re.compile(r"^\D{0,5}\d{1,3}[.,]\d{3}\D{0,5}$")


class Shared(Protocol):
    """What a sheet needs of its workbook: texts, formats, and the date system."""

    strings: list[str]
    styles: list[Style]
    since_1904: bool


@dataclass(slots=True)
class Sheet:
    """The rows of a sheet as they come, with what must be known beside them.

    ``thousandths`` are real numbers such as 1.234: in a column that also holds figures as text they get a fourth
    decimal, so that nobody takes their point for a mark of thousands.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    thousandths: list[tuple[int, int]] = field(default_factory=list)


@cache
def local(tag: str) -> str:
    """Give a tag without its namespace, since strict workbooks use another one."""
    return tag.rpartition("}")[2]


def rich(element: ET.Element) -> str:
    """Join the runs of a text."""
    runs = []
    for child in element:
        if local(child.tag) == "t":
            runs.append(child.text or "")
        elif local(child.tag) == "r":
            runs += [each.text or "" for each in child if local(each.tag) == "t"]
    return "".join(runs)


def read_sheet(stream: IO[bytes], name: str, shared: Shared) -> Sheet:
    """Read the cells of one sheet."""
    sheet = Sheet()
    reader = Cells(sheet, shared, name)
    for piece in pieces(stream, name, sheet):
        for row in piece if len(piece) and local(piece[0].tag) == "row" else piece.iter():
            if local(row.tag) == "row":
                reader.add(row)
    for index, column in sheet.thousandths:
        if column in sheet.doubtful:
            sheet.rows[index][1][column] += "0"
    return sheet


def pieces(stream: IO[bytes], name: str, sheet: Sheet) -> Iterator[ET.Element]:
    """Give the rows in pieces; keep the merged blocks that are listed after them."""
    buffer = stream.read(BLOCK)
    found = OPENING.search(buffer)
    if found is None:
        whole = ET.fromstring(buffer + stream.read())  # noqa: S314 (expat bounds entities, the child process the rest)
        sheet.merged += [each.get("ref", "") for each in whole.iter() if local(each.tag) == "mergeCell"]
        yield whole
        return
    prefix = found[1]
    opening, closing = found[0].removesuffix(b"/>").removesuffix(b">") + b">", b"</" + prefix + b"worksheet>"
    start, end = b"<" + prefix + b"row", b"</" + prefix + b"row>"
    buffer = buffer[found.end() :]
    while True:
        first, last = buffer.find(start), buffer.rfind(end)
        if first >= 0 and last > first:
            cut = last + len(end)
            yield ET.fromstring(opening + buffer[first:cut] + closing)  # noqa: S314 (as above)
            buffer = buffer[cut:]
        if len(buffer) > LONGEST_ROW:
            raise Unreadable(f"{name} has a row of more than {LONGEST_ROW // 1_000_000} MB: it is damaged or hostile.")
        block = stream.read(BLOCK)
        if not block:
            break
        buffer += block
    sheet.merged += [reference.decode("ascii") for reference in MERGED.findall(buffer)]


@lru_cache(maxsize=4_096)
def column_of(letters: str) -> int:
    """Give the place of a column, counted from 0, by its letters."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def corner(reference: str) -> tuple[int, int] | None:
    """Give column (from 0) and row of a reference such as ``B7``."""
    found = CORNER.match(reference)
    return (column_of(found[1]), int(found[2])) if found else None


class Cells:
    """Reads cells to texts, each number and format once."""

    def __init__(self, sheet: Sheet, shared: Shared, name: str) -> None:
        self.sheet, self.shared, self.name = sheet, shared, name
        self.numbers: dict[tuple[str, str], str] = {}
        self.figures = {text for text in shared.strings if FIGURE_AS_TEXT.match(text)}
        self.last = self.count = self.blanks = 0

    def add(self, row: ET.Element) -> None:
        """Add one row; numbers only rise, and of many blank rows one after the other only some are kept."""
        self.last = max(int(row.get("r") or 0), self.last + 1)
        cells = self.row(row)
        self.count += len(cells)
        if self.count > MOST_CELLS:
            raise Unreadable(f"{self.name} has more than {MOST_CELLS:,} cells: split it and load the parts.")
        self.blanks = 0 if any(cells) else self.blanks + 1
        if self.blanks <= BLANKS_KEPT:
            self.sheet.rows.append((self.last, cells))

    def row(self, row: ET.Element) -> list[str]:
        """Read one row; cells that are left out of the file are blank."""
        cells: list[str] = []
        for cell in row:
            if not len(cell):
                if "r" not in cell.attrib:
                    cells.append("")
                continue
            letters = cell.get("r", "").rstrip("0123456789")
            column = column_of(letters) if letters else len(cells)
            if column >= MOST_COLUMNS:
                raise Unreadable(f"{self.name} has a cell in column {column + 1:,}; at most {MOST_COLUMNS:,} are read.")
            if column > len(cells):
                cells.extend([""] * (column - len(cells)))
            cells.append(self.cell(cell, column))
        return cells

    def cell(self, cell: ET.Element, column: int) -> str:
        """Give what one cell shows."""
        value: str | None = None
        formula = False
        for child in cell:
            tag = local(child.tag)
            if tag == "v":
                value = child.text
            elif tag == "is":
                return self.written(rich(child), column)
            else:
                formula = True
        if value is not None:
            return self.typed(cell, value, column)
        if formula:
            self.sheet.uncomputed.append(cell.get("r", ""))
        return ""

    def typed(self, cell: ET.Element, value: str, column: int) -> str:
        """Give what a stored value shows, by the type and the format of its cell."""
        kind = cell.get("t", "n")
        if kind == "s":
            strings, place = self.shared.strings, int(value)
            return self.written(strings[place] if place < len(strings) else "", column)
        if kind == "n":
            key = value, cell.get("s", "0")
            if key not in self.numbers:
                self.numbers[key] = self.number(*key)
            if THOUSANDTHS.match(self.numbers[key]):
                self.sheet.thousandths.append((len(self.sheet.rows), column))
            return self.numbers[key]
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self.written(value, column) if kind == "str" else value

    def number(self, value: str, style: str) -> str:
        """Give what a number shows in its format."""
        styles, place = self.shared.styles, int(style)
        return shown(value, styles[place] if place < len(styles) else "general", since_1904=self.shared.since_1904)

    def written(self, text: str, column: int) -> str:
        """Give a text; note the column where it is a figure whose separator can mean two things."""
        if text in self.figures or (not self.shared.strings and FIGURE_AS_TEXT.match(text)):
            found = figure(text)
            if found and found.evidence == "ambiguous":
                self.sheet.doubtful.add(column)
        return text


def fill_merged(sheet: Sheet) -> None:
    """Give every cell of a block that was merged downwards the block's value: a group is written once."""
    by_number = dict(sheet.rows)
    left = MOST_MERGED
    for reference in sheet.merged[:100_000]:
        start, _, end = reference.partition(":")
        first, last = corner(start), corner(end)
        if not first or not last or first[0] != last[0] or first[1] not in by_number:
            continue
        source = by_number[first[1]]
        text = source[first[0]] if first[0] < len(source) else ""
        numbers = range(first[1] + 1, min(last[1], first[1] + 10_000, first[1] + left) + 1)
        left -= len(numbers)
        for number in numbers:
            cells = by_number.get(number)
            if cells is not None and any(cells):
                cells.extend([""] * (first[0] + 1 - len(cells)))
                cells[first[0]] = text
