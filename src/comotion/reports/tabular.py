"""The portfolio as a table for programs and analysts: raw figures, one row a partnership."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comotion.narrative.names import CATEGORIES, figure_name
from comotion.narrative.wording import ENGLISH, Wording
from comotion.portfolio.lines import PortfolioLine
from comotion.scores.explained import Figure

DIMENSIONS = ("strategic_alignment", "value_exchange", "operational_efficiency", "relationship_health")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Cell = str | float | int | dt.date | dt.datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name for programs, its head for people, and what a line has there."""

    name: str
    head: str
    read: Callable[[PortfolioLine], Cell]


def columns(wording: Wording = ENGLISH) -> list[Column]:
    """Return every column in order."""
    return [*_facts(), *_figures(wording), *_singles(), *_dates()]


def _facts() -> list[Column]:
    names = ("ref", "name", "approach", "level", "owner_name", "tier", "phase", "computed_phase")
    heads = (
        _("Id"),
        _("Partnership"),
        _("Approach"),
        _("Level"),
        _("Owner"),
        _("Tier"),
        _("Phase"),
        _("Computed phase"),
    )
    return [Column(name, head, _attribute(name)) for name, head in zip(names, heads, strict=True)]


def _figures(wording: Wording) -> list[Column]:
    """Return value, coverage, status and bounds of each figure: a score never stands without its coverage."""
    readers: list[tuple[str, Callable[[PortfolioLine], Figure]]] = [
        ("scorecard", lambda line: line.scorecard),
        *((f"category.{name}", _member("categories", name)) for name in CATEGORIES),
        *((f"dimension.{name}", _member("dimensions", name)) for name in DIMENSIONS),
        ("momentum_index", lambda line: line.momentum_index),
    ]
    return [column for name, read in readers for column in _five(name, read, wording)]


def _five(name: str, read: Callable[[PortfolioLine], Figure], wording: Wording) -> list[Column]:
    head = figure_name(name, wording)
    if name.startswith("dimension."):
        head = _("%(figure)s, assessed") % {"figure": head}
    return [Column(name, head, lambda line: read(line).value)] + [
        Column(f"{name}.{aspect}", f"{head}, {words}", _aspect(read, aspect)) for aspect, words in _aspects().items()
    ]


def _aspects() -> dict[str, str]:
    return {"coverage": _("coverage"), "status": _("status"), "low": _("at least"), "high": _("at most")}


def _singles() -> list[Column]:
    heads = {
        "trend": _("Trend, points a month"),
        "potential": _("Potential"),
        "health": _("Health"),
        "priority": _("Priority"),
    }
    found = [Column(name, head, _attribute(name)) for name, head in heads.items()]
    warnings = Column("warnings", _("Open warnings"), lambda line: ";".join(mark.code for mark in line.warnings))
    return [*found, warnings]


def _dates() -> list[Column]:
    heads = {"as_of": _("As of"), "last_review_date": _("Last review"), "next_review_date": _("Next review")}
    return [Column(name, head, _attribute(name)) for name, head in heads.items()]


def _attribute(name: str) -> Callable[[PortfolioLine], Cell]:
    return lambda line: getattr(line, name)


def _member(group: str, name: str) -> Callable[[PortfolioLine], Figure]:
    return lambda line: getattr(line, group).get(name) or Figure.missing()


def _aspect(read: Callable[[PortfolioLine], Figure], aspect: str) -> Callable[[PortfolioLine], Cell]:
    return lambda line: getattr(read(line), aspect)


def safe(value: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: a text with such a start gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def csv_bytes(lines: Iterable[PortfolioLine]) -> bytes:
    """Write the lines as CSV under the names for programs: every digit kept, what is missing left empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    chosen = columns()
    writer.writerow([column.name for column in chosen])
    for line in lines:
        writer.writerow([_plain(safe(column.read(line))) for column in chosen])
    return text.getvalue().encode()


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, its heads, its rows, and the widths of its columns."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


def xlsx_bytes(sheets: Sequence[Sheet], day: dt.date) -> bytes:
    """Write a workbook: numbers as numbers, shown short and kept whole."""
    import xlsxwriter  # noqa: PLC0415  (a heavy library, needed for this form only)

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime.combine(day, dt.time())})
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "number": book.add_format({"num_format": "0.0"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return buffer.getvalue()


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for index, head in enumerate(sheet.heads):
        page.write_string(0, index, head, formats["head"])
        page.set_column(index, index, sheet.widths[index] if index < len(sheet.widths) else 14)
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values):
            _write_cell(page, row, column, safe(value), formats)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)


def _write_cell(page: Any, row: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, dt.datetime.combine(value, dt.time()), formats["date"])
    else:
        page.write_number(row, column, value, formats["number"] if isinstance(value, float) else None)
