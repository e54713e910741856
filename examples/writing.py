"""Files as the systems of a company write them: report exports, spreadsheets, semicolons, byte-order marks."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import xlsxwriter

Cell = object
MADE = datetime(2026, 11, 14, 9, 30)  # noqa: DTZ001  (a workbook knows no zone)
SHARE_COLUMNS = ("%",)


@dataclass(frozen=True)
class Dialect:
    """How one system writes delimited text."""

    delimiter: str = ","
    encoding: str = "utf-8"
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL
    ends: str = "\r\n"
    day: str = "%Y-%m-%d"


SALESFORCE = Dialect(quoting=csv.QUOTE_ALL, ends="\n", day="us")
HUBSPOT = Dialect(encoding="utf-8-sig", ends="\n", day="%Y-%m-%d %H:%M")
GERMAN = Dialect(delimiter=";", encoding="utf-8-sig", day="%d.%m.%Y")
PLAIN = Dialect(ends="\n")
CALENDAR = Dialect(ends="\n", day="%d %b %Y")


def shown(value: Cell, dialect: Dialect) -> str:
    """Write one value as the system does."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.month}/{value.day}/{value.year}" if dialect.day == "us" else value.strftime(dialect.day)
    return str(value)


def write_text(path: Path, rows: Iterable[Sequence[Cell]], dialect: Dialect, *, footer: Iterable[str] = ()) -> None:
    """Write delimited text, with the lines a report puts below its rows."""
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        writer = csv.writer(
            file,
            delimiter=dialect.delimiter,
            quoting=dialect.quoting,
            lineterminator=dialect.ends,
        )
        for row in rows:
            writer.writerow([shown(value, dialect) for value in row])
        for line in footer:
            file.write(f'"{line}"{dialect.ends}' if line else dialect.ends)


def write_workbook(path: Path, sheet: str, rows: Iterable[Sequence[Cell]], *, above: Sequence[str] = ()) -> None:
    """Write a workbook of one sheet with real dates and figures, the lines of a title above its header."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": MADE, "company": "Northwind Cloud"})
    page = book.add_worksheet(sheet)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    share = book.add_format({"num_format": "0%"})
    for number, line in enumerate(above):
        page.write_string(number, 0, line, bold)
    header: list[str] = []
    for number, row in enumerate(rows, start=len(above)):
        for column, value in enumerate(row):
            if number == len(above):
                header.append(str(value))
                page.write_string(number, column, str(value), bold)
            elif isinstance(value, date):
                page.write_datetime(number, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, int | float):
                page.write_number(number, column, value, share if header[column].endswith(SHARE_COLUMNS) else None)
            elif value not in (None, ""):
                page.write_string(number, column, str(value))
    page.freeze_panes(len(above) + 1, 1)
    page.autofit()
    book.close()
