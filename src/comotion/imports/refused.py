"""The rows that were not loaded, as a file of their own: the same columns, and why. Mended, it is imported alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from comotion.formats.templates import BEGINNING
from comotion.imports.cells import FORMULA_MARKS
from comotion.imports.intake import Answers, lines_of
from comotion.imports.mappings import REASON
from comotion.imports.models import ImportRun
from comotion.imports.packing import unpack

FIGURE = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?", re.ASCII)
"""What a workbook gives back as it was written; a number that begins with 0 or is longer is an id."""


def refused_csv(run: ImportRun) -> bytes:
    """Return the refused rows as CSV, fit for a spreadsheet program: nothing in it runs as a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in _rows(run))
    return text.getvalue().encode("utf-8-sig")


def refused_xlsx(run: ImportRun) -> bytes:
    """Return the refused rows as a workbook; a cell is a number where its text is what a number is written as."""
    import xlsxwriter  # noqa: PLC0415 (only needed to write)

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"created": BEGINNING.replace(tzinfo=None)})
    sheet, bold = book.add_worksheet(run.inspection.get("sheet") or None), book.add_format({"bold": True})
    for line, row in enumerate(_rows(run)):
        for place, cell in enumerate(row):
            if line and FIGURE.fullmatch(cell):
                sheet.write_number(line, place, float(cell))
            else:
                sheet.write_string(line, place, cell, None if line else bold)
    sheet.freeze_panes(1, 0)
    book.close()
    return data.getvalue()


def _rows(run: ImportRun) -> Iterator[list[str]]:
    """Give the header of the file and its refused rows, each with its reason behind it."""
    kept = unpack(run.outcome) or {"columns": [], "lines": [], "read": [], "compared": [], "refused_numbers": []}
    yield [*kept["columns"], REASON]
    reasons = _reasons(kept)
    for number, cells in sorted(_lines(run, kept).items()):
        padded = [*cells, *[""] * (len(kept["columns"]) - len(cells))]
        yield [*padded, " ".join(reasons.get(number, []))]


def _lines(run: ImportRun, kept: dict[str, Any]) -> dict[int, list[str]]:
    """Return the lines of the refused rows; those that were refused only when loading are read again."""
    lines = {number: cells for number, *cells in kept["lines"]}
    missing = set(kept["refused_numbers"]) - lines.keys()
    if missing and run.content:
        answers = Answers(run.kind, run.mapping or None, run.choices)
        lines |= lines_of(bytes(run.content), run.file_name, answers, missing)
    return {number: lines[number] for number in kept["refused_numbers"] if number in lines}


def _reasons(kept: dict[str, Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in (*kept["read"], *kept["compared"]):
        if each["row"] is not None:
            column = f"{each['column']}: " if each["column"] else ""
            found.setdefault(each["row"], []).append(f"{column}{each['message']} {each['remedy']}")
    return found


def guarded(text: str) -> str:
    """Keep a spreadsheet program from running a text as a formula; a plain number is none."""
    if not text.startswith((*FORMULA_MARKS, "\t", "\r")) or _is_number(text):
        return text
    return f"'{text}"


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).replace(",", "").isdecimal() and text[0] in "+-"
