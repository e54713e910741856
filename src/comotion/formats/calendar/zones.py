"""The zones a file defines itself: Windows names, names in other letters, names of one program's own making."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from warnings import catch_warnings, filterwarnings

import icalendar
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.timezone import tzp

from comotion.formats.calendar.components import Block
from comotion.formats.calendar.rules import first
from comotion.formats.tables import Problem

SLOW = frozenset({"YEARLY", "MONTHLY"})
PROBE = dt.datetime(2000, 7, 1, 12)  # noqa: DTZ001 (the time of a clock on the wall, which a zone then explains)


@contextmanager
def fresh_zones() -> Iterator[None]:
    """Forget what other files defined, and afterwards what this one did.

    A name with a maker's prefix (/maker.example/Europe/Berlin) is taken for what it ends with, without a warning.
    """
    tzp.use_zoneinfo()
    with catch_warnings():
        filterwarnings("ignore", category=GloballyUniqueTZIDGuessed)
        try:
            yield
        finally:
            tzp.use_zoneinfo()


def define(blocks: list[Block]) -> list[Problem]:
    """Make the zones of a file known by their names; one that cannot be used is a problem."""
    return [problem for block in blocks if (problem := definition(block))]


def definition(block: Block) -> Problem | None:
    """Make one zone known; without a name nothing can refer to it, and it is passed over."""
    lines = [line for _, line in block.lines]
    if not any(line.upper().startswith("TZID") for line in lines):
        return None
    try:
        check_changes(lines)
        zone: Any = icalendar.Timezone.from_ical("\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", ""]))
        zone.to_tz(lookup_tzid=False).utcoffset(PROBE)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, OSError) as error:
        return Problem(
            block.line, "VTIMEZONE", "INVALID_ZONE", "A zone of the file is defined in a way that cannot be used.",
            str(error)[:200], "If times below have no zone, export the calendar again or check them.",
        )  # fmt: skip
    return None


def check_changes(lines: list[str]) -> None:
    """Raise ValueError where a zone changes by a rule that never moves on, or oftener than any clock on earth.

    The lines are looked at before the library sees them, because it keeps a zone as soon as it has read it.
    """
    for line in lines:
        name, _, text = line.partition(":")
        if name.strip().upper().startswith("RRULE"):
            rule: Any = icalendar.vRecur.from_ical(text)
            if first(rule, "INTERVAL", 1) < 1 or str(rule.get("FREQ", [""])[0]).upper() not in SLOW:
                raise ValueError("A zone changes by a rule of years or months.")


def zone_names(value: Any) -> list[str]:
    """Give the names of zones that a date property, or several of them, refer to."""
    found = value if isinstance(value, list) else [value]
    return [str(name) for each in found if (name := getattr(each, "params", {}).get("TZID"))]


def fixed(moment: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """Keep of a zone the offset it has at this moment: all that the time of one meeting needs."""
    if isinstance(moment, dt.datetime) and (offset := moment.utcoffset()) is not None:
        return moment.replace(tzinfo=dt.timezone(offset))
    return moment
