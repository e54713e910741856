"""Dates and periods as people and systems write them; never guesses between day/month and month/day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

Order = Literal["dmy", "mdy"]
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january januar", "feb february februar", "mar march märz maerz mrz", "apr april", "may mai",
         "jun june juni", "jul july juli", "aug august", "sep sept september", "oct october okt oktober",
         "nov november", "dec december dez dezember"), start=1)
    for name in names.split()
}  # fmt: skip
TIME = (
    r"(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
ISO = re.compile(rf"^(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){TIME}$")
COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
SPLIT = re.compile(rf"^(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){TIME}$")
NAMED = re.compile(
    rf"^(?:[A-Za-z]+,? )?(\d{{1,2}})(?:st|nd|rd|th|\.)?[- ]+([^\W\d]+)\.?,?[- ]+(\d{{4}}|\d{{2}}){TIME}$"
)
NAMED_FIRST = re.compile(rf"^(?:[A-Za-z]+,? )?([^\W\d]+)\.?[- ]+(\d{{1,2}})(?:st|nd|rd|th)?,?[- ]+(\d{{4}}){TIME}$")
SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
MONTH = re.compile(r"^(\d{4})[-/.](\d{1,2})$|^(\d{1,2})[/.-](\d{4})$")
NAMED_MONTH = re.compile(r"^([^\W\d]+)\.?[- /']+(\d{4}|\d{2})$|^(\d{4})[- /]+([^\W\d]+)$")
QUARTER = re.compile(r"^(\d{4})[-_ /]*Q([1-4])$|^Q([1-4])[-_ /']*(\d{4}|\d{2})$", re.IGNORECASE)
EPOCH = date(1899, 12, 30)
LONGEST = 60


def year_of(digits: str) -> int:
    """Give the year; two digits mean 1970 to 2069."""
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) < 70 else 1900)


def day(year: int, month: int, of_month: int) -> date | None:
    """Give the date, or None where the calendar has no such day."""
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def certain(text: str) -> date | None:
    """Read a date that can mean one day only: year first, dots, a month by name, or a serial of a spreadsheet."""
    text = text.strip()[:LONGEST]
    if found := ISO.match(text) or COMPACT.match(text):
        groups = [group for group in found.groups() if group not in ("-", "/", ".")]
        return day(int(groups[0]), int(groups[1]), int(groups[2]))
    if found := NAMED.match(text):
        return named(found[3], found[2], found[1])
    if found := NAMED_FIRST.match(text):
        return named(found[3], found[1], found[2])
    if (found := SPLIT.match(text)) and found[2] == ".":
        return day(year_of(found[4]), int(found[3]), int(found[1]))
    return EPOCH + timedelta(days=int(float(text))) if SERIAL.match(text) else None


def named(year: str, month: str, of_month: str) -> date | None:
    """Give the date of a month by name."""
    number = MONTHS.get(month.casefold())
    return day(year_of(year), number, int(of_month)) if number else None


def readings(text: str) -> dict[Order, date]:
    """Give what a date with slashes or dashes can mean: day first, month first, or both."""
    found = SPLIT.match(text.strip()[:LONGEST])
    if not found or found[2] == ".":
        return {}
    year, one, two = year_of(found[4]), int(found[1]), int(found[3])
    both = {"dmy": day(year, two, one), "mdy": day(year, one, two)}
    return {order: value for order, value in both.items() if value is not None}  # type: ignore[misc]


def order_of(texts: list[str], header: str) -> Order | None:
    """Say whether a column writes day or month first: by its header, else by the days that fit one order only."""
    for hint, order in (("mm/dd", "mdy"), ("dd/mm", "dmy"), ("mm-dd", "mdy"), ("dd-mm", "dmy")):
        if hint in header.casefold():
            return order  # type: ignore[return-value]
    proven = {next(iter(found)) for text in texts if len(found := readings(text)) == 1}
    return proven.pop() if len(proven) == 1 else None


def period(text: str, on: date | None) -> tuple[date, str] | None:
    """Read a month or a quarter as its first day and its length; a whole date ``on`` stands for its month."""
    text = text.strip()[:LONGEST]
    if found := QUARTER.match(text):
        year, quarter = (found[1], found[2]) if found[1] else (found[4], found[3])
        first = day(year_of(year), int(quarter) * 3 - 2, 1)
        return (first, "quarter") if first else None
    if found := MONTH.match(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        first = day(int(year), int(month), 1)
        return (first, "month") if first else None
    if found := NAMED_MONTH.match(text):
        year, name = (found[2], found[1]) if found[1] else (found[3], found[4])
        first = named(year, name, "1")
        return (first, "month") if first else None
    return (on.replace(day=1), "month") if on else None
