"""Months of the two years the program covers, and steady streams of chance."""

from __future__ import annotations

import random
from datetime import date, timedelta

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 1)
TODAY = date(2026, 11, 16)
SEED = "northwind-2026"


def chance(*topic: object) -> random.Random:
    """Give a stream of chance of its own to each topic, so that one story can change without moving the others."""
    return random.Random("|".join([SEED, *map(str, topic)]))


def shift(month: date, by: int) -> date:
    """Give the first day of the month ``by`` months later."""
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)


def months(first: date = FIRST, last: date = LAST) -> list[date]:
    """Give the first days of the months from first to last."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return [shift(first, by) for by in range(count + 1)]


def key(month: date) -> str:
    """Write a month as 2026-10."""
    return f"{month:%Y-%m}"


def day_in(month: date, day: int) -> date:
    """Give that day of the month, moved to a working day inside it."""
    wanted = month + timedelta(days=min(day, 27) - 1)
    if wanted.weekday() == 5:
        return wanted + timedelta(days=-1 if wanted.day > 1 else 2)
    return wanted + timedelta(days=1) if wanted.weekday() == 6 else wanted


def between(span: tuple[float, float], month: date) -> float:
    """Give a behaviour in a month: it moves evenly from the first month to the last."""
    at = (month.year - FIRST.year) * 12 + month.month - FIRST.month
    return span[0] + (span[1] - span[0]) * min(1.0, at / 23)
