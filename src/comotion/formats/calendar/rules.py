"""Rules of recurrence as programs write them: mended where the meaning is plain, refused where none is meant."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from comotion.formats.calendar.records import Moment

PER_DAY = {"SECONDLY": 86_400.0, "MINUTELY": 1_440.0, "HOURLY": 24.0}
OFTENEST = 24.0
LONGEST_WALK = 200_000
FOR_EVER = 9_000
LAST_SECOND = dt.time(23, 59, 59)
BLANKS = re.compile(r"\s+")


class UnusableRule(ValueError):
    """A rule that no meeting follows: the end of a sentence that says why."""


def without_blanks(line: str) -> str:
    """Take blanks out of a rule, as in ``BYDAY=MO, TU``."""
    return BLANKS.sub("", line) if line[:5].upper() == "RRULE" else line


def rules_of(component: Any) -> list[Any]:
    """Give the rules of an event: none, one or several."""
    found = component.get("RRULE")
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def mend(rule: Any, start: Moment) -> None:
    """Give the end of a rule the shape its start has: a date, a time of the same zone, or a time without one."""
    if not (until := rule.get("UNTIL")):
        return
    last = until[0] if isinstance(until, list) else until
    if not isinstance(last, dt.date):
        raise UnusableRule("has a rule whose end is no date")
    if last.year >= FOR_EVER:
        del rule["UNTIL"]
    elif not isinstance(start, dt.datetime):
        rule["UNTIL"] = [dt.date(last.year, last.month, last.day)]
    else:
        rule["UNTIL"] = [last_time(last, start)]


def last_time(last: Moment, start: dt.datetime) -> dt.datetime:
    """Give the end of a rule as a time that can be compared with its start: a date means the whole of that day."""
    time = last if isinstance(last, dt.datetime) else dt.datetime.combine(last, LAST_SECOND)
    if start.tzinfo is None:
        return time.replace(tzinfo=None)
    return (time if time.tzinfo else time.replace(tzinfo=start.tzinfo)).astimezone(dt.UTC)


def check(rule: Any, start: Moment, end: dt.date) -> None:
    """Raise UnusableRule where a rule repeats oftener than by the hour, or is too long a walk up to ``end``."""
    if not rule.get("FREQ"):
        raise UnusableRule("has a rule that does not say how often it repeats (FREQ)")
    if first(rule, "INTERVAL", 1) < 1:
        raise UnusableRule("has a rule with an interval below 1, which never moves on")
    often = per_day(rule)
    days = max(1, (end - dt.date(start.year, start.month, start.day)).days)
    walk = min(often * days, float(first(rule, "COUNT", LONGEST_WALK + 1)))
    if often > OFTENEST and walk > OFTENEST:
        raise UnusableRule("repeats oftener than by the hour, as no meeting does")
    if walk > LONGEST_WALK:
        raise UnusableRule("repeats since too long ago to be followed")


def per_day(rule: Any) -> float:
    """Give the number of times a day that a rule can ask for at most."""
    frequency = str(rule["FREQ"][0]).upper()
    times = 1.0
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= max(1, len(rule.get(name, ())))
    if frequency not in PER_DAY:
        return times
    return min(PER_DAY[frequency] / first(rule, "INTERVAL", 1) * times, PER_DAY["SECONDLY"])


def first(rule: Any, name: str, default: int) -> int:
    """Give a number of a rule."""
    found = rule.get(name, default)
    return int(found[0] if isinstance(found, list) else found)
