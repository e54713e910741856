"""Months as whole numbers, so that windows are sums: year × 12 + month − 1; quarters end with March and so on."""

from __future__ import annotations

import datetime as dt
from functools import cache


def month_of(day: dt.date) -> int:
    """Return the number of the month a day lies in."""
    return day.year * 12 + day.month - 1


@cache
def first_day(month: int) -> dt.date:
    """Return the first day of a month."""
    return dt.date(month // 12, month % 12 + 1, 1)


@cache
def last_day(month: int) -> dt.date:
    """Return the last day of a month."""
    return first_day(month + 1) - dt.timedelta(days=1)


def last_complete_month(today: dt.date) -> int:
    """Return the month that ended before ``today``."""
    return month_of(today) - 1


def quarter_start(month: int) -> int:
    """Return the first month of the quarter a month lies in."""
    return month - month % 3


def months_between(start: dt.date, day: dt.date) -> float:
    """Return the age in months, 0 before the start."""
    return max(0.0, (day - start).days / 30.4375)
