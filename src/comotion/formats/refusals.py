"""Files that are no table: refused by name, with the way to make one of them."""

from __future__ import annotations

import re

from comotion.formats.tables import Unreadable

HTML = re.compile(rb"^\s*(<\?xml[^>]*>\s*)?(<!doctype html|<html|<meta|<table|<head|<style)", re.IGNORECASE)
CALENDAR = "list its meetings with “comotion calendar FILE --from DATE --to DATE”"
OPENINGS = (
    (b"%PDF", "a PDF", "export the table as CSV or XLSX"),
    (b"\x89PNG", "a picture", "export the table as CSV or XLSX"),
    (b"\xff\xd8\xff", "a picture", "export the table as CSV or XLSX"),
    (b"\x1f\x8b", "a compressed file", "unpack it and load what is inside"),
    (b"Rar!", "a compressed file", "unpack it and load what is inside"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it and load what is inside"),
    (b"{\\rtf", "a text document", "export the table as CSV or XLSX"),
    (b"BEGIN:VCALENDAR", "a calendar", CALENDAR),
    (b"BEGIN:VEVENT", "a calendar", CALENDAR),
    (b"SQLite format 3", "a database", "export the table as CSV or XLSX"),
)  # fmt: skip
PIVOT_CELLS = frozenset({"row labels", "column labels", "zeilenbeschriftungen", "spaltenbeschriftungen", "total result",
                         "étiquettes de lignes", "étiquettes de colonnes"})  # fmt: skip
SUMMARY = re.compile(r"^(sum|count|average|max|min|summe|anzahl|mittelwert)( of | - | von )\S", re.IGNORECASE)
TOTAL = "grand total"


def refuse(data: bytes, name: str) -> None:
    """Raise Unreadable for a file that is empty or something other than a table."""
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Unreadable(f"{name} is empty: export it again and check that it holds rows.")
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if HTML.match(start):
        raise Unreadable(f"{name} is a web page (HTML), whatever its ending says: export it as CSV or XLSX.")
    for opening, what, way in OPENINGS:
        if start.startswith(opening):
            raise Unreadable(f"{name} is {what}, not a table: {way}.")


def refuse_pivot(rows: list[tuple[int, list[str]]], name: str) -> None:
    """Raise Unreadable where the first rows show a pivot table: sums of groups, not records."""
    for number, cells in rows[:15]:
        shown = [cell.strip() for cell in cells if cell.strip()]
        labels = sum(cell.casefold() in PIVOT_CELLS for cell in shown)
        sums = sum(bool(SUMMARY.match(cell)) for cell in shown)
        crossed = any(cell.casefold() == TOTAL for cell in shown[1:]) and len(shown) > 2
        if labels or sums > 1 or (sums and sums == len(shown)) or (sums and crossed):
            raise Unreadable(
                f"{name} is a pivot table (row {number}: “{' | '.join(shown)[:80]}”): "
                "load the rows it was made from instead."
            )
