"""Delimited text: comma, semicolon, tab or bar; any line ends; line breaks inside quotes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from comotion.formats.decoding import decode
from comotion.formats.grid import Format, Grid
from comotion.formats.tables import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 200
WIDEST_CELL = 1_000_000
MOST_COLUMNS = 2_000


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record with the number of the line it begins on."""
    csv.field_size_limit(WIDEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def promise(text: str, delimiter: str) -> tuple[float, int]:
    """Say how well a delimiter explains the first records: the share of them that agree on a width, and the width."""
    widths: Counter[int] = Counter()
    try:
        widths.update(len(cells) for _, cells in islice(records(text, delimiter), SAMPLE) if any(cells))
    except csv.Error:
        return 0.0, 0
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 0
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total(), width


def delimiter_of(text: str) -> tuple[str, str]:
    """Give the delimiter, and the text without the line by which a spreadsheet program announces it (``sep=;``)."""
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], "\n" + rest
    best = max(DELIMITERS, key=lambda each: (promise(text, each), -DELIMITERS.index(each)))
    return (best if promise(text, best)[1] else ","), text


def unclosed(text: str, start: int, delimiter: str) -> bool:
    """Say whether the record that begins on that line opens a quote that is never closed."""
    tail = "".join(text.splitlines(keepends=True)[start - 1 :])
    try:
        list(csv.reader(io.StringIO(tail, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def grid(data: bytes, name: str, choices: Mapping[str, str]) -> Grid:
    """Read delimited text into cells."""
    text, encoding, problems = decode(data, name, choices)
    delimiter, text = delimiter_of(text)
    delimiter = choices.get("delimiter", delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend(records(text, delimiter))
    except csv.Error as error:
        raise Unreadable(
            f"{name} cannot be read after line {rows[-1][0] if rows else 0} ({error}): look for a quote never closed."
        ) from None
    if rows and any("\n" in cell or "\r" in cell for cell in rows[-1][1]) and unclosed(text, rows[-1][0], delimiter):
        raise Unreadable(f"{name} opens a quote in line {rows[-1][0]} that is never closed: close or remove it.")
    number, widest = max(rows, key=lambda row: len(row[1]), default=(1, []))
    if len(widest) > MOST_COLUMNS:
        raise Unreadable(f"{name} has {len(widest):,} columns in line {number}; at most {MOST_COLUMNS:,} are read.")
    return Grid("csv", rows, encoding=encoding, delimiter=delimiter, problems=problems, ragged=True)


FORMAT = Format("csv", claims=lambda _data, _name: True, grid=grid, order=100)
