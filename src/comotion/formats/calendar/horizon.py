"""How far rules are followed: a rule that fits no day would otherwise be followed through every year up to 9999."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import icalendar

RULES: Any = importlib.import_module("dateutil.rrule")
BOUNDS = ("UNTIL", "COUNT")


@contextmanager
def horizon(end: dt.date) -> Iterator[None]:
    """Let rules end with the year after ``end``: the library asks its own calendar which year is the last."""
    last = min(end.year + 1, dt.MAXYEAR)
    whole = RULES.datetime
    RULES.datetime = SimpleNamespace(**{**vars(dt), "MAXYEAR": last})
    try:
        yield
    finally:
        RULES.datetime = whole


def fits_no_day(rule: Any, start: dt.date) -> bool:
    """Say whether a rule asks for days that do not come up to the horizon, such as 30 February."""
    bare: Any = icalendar.vRecur({name: value for name, value in rule.items() if name not in BOUNDS})
    clock = start.timetz() if isinstance(start, dt.datetime) else dt.time()
    first = dt.datetime.combine(start, clock.replace(tzinfo=None))
    try:
        return next(iter(RULES.rrulestr(bare.to_ical().decode(), dtstart=first)), None) is None
    except (ValueError, IndexError):  # the library counts a ninth Tuesday of a month past the end of its year
        return True
