"""What a cell of a workbook shows: numbers, dates, shares and truth as the texts a person would read."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

Style = Literal["general", "date", "time", "percent"]

BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
BUILT_IN_TIMES = frozenset({18, 19, 20, 21, 45, 46, 47})
BUILT_IN_PERCENT = frozenset({9, 10})
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 (a workbook has no zone)
LATEST = 2_958_465
LEAP_BUG = 60
MOST_DIGITS = 40


def style_of(number_format: int, code: str | None) -> Style:
    """Say what a number format shows: dates, times, percent, or the number itself."""
    if code is None:
        if number_format in BUILT_IN_DATES:
            return "date"
        if number_format in BUILT_IN_TIMES:
            return "time"
        return "percent" if number_format in BUILT_IN_PERCENT else "general"
    bare = LITERAL.sub("", code.split(";")[0]).casefold()
    if "%" in bare:
        return "percent"
    if any(letter in bare for letter in "yd") or ("m" in bare and "h" not in bare and "s" not in bare):
        return "general" if bare.strip() == "general" else "date"
    return "time" if "h" in bare or "s" in bare else "general"


def shown(text: str, style: Style, *, since_1904: bool) -> str:
    """Give the text of a number as its format means it; a number that is no day stays a number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        return text
    if style == "date" and 0 <= value <= LATEST:
        return day(float(value), since_1904=since_1904)
    if style == "percent":
        return f"{tidy(value * 100)}%"
    return tidy(value)


def tidy(value: Decimal) -> str:
    """Write a number without the noise of binary fractions and without an exponent.

    >>> tidy(Decimal("0.30000000000000004")), tidy(Decimal("1E+3")), tidy(Decimal("7.0"))
    ('0.3', '1000', '7')
    """
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    return f"{Decimal(f'{value:.15g}').normalize():f}"


def day(serial: float, *, since_1904: bool) -> str:
    """Give the day (and time) of a serial; the 1900 system counts a 29 February 1900 that never was."""
    if not since_1904 and serial < LEAP_BUG:
        serial += 1
    moment = EPOCHS[since_1904] + timedelta(days=int(serial), seconds=round((serial % 1) * 86_400))
    return f"{moment:%Y-%m-%d}" if moment.time() == moment.min.time() else f"{moment:%Y-%m-%d %H:%M:%S}"
