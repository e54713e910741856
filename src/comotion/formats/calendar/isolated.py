"""The same reading of a calendar in a child process with limits, where a rule without an end ends all the same."""

from __future__ import annotations

from comotion.formats.calendar.records import People, Schedule, Window
from comotion.formats.isolated import Limits, ask

SECONDS = 4.0
SECONDS_PER_MB = 12
WAY_OUT = "a rule in it may never end, or it holds too much; ask for fewer days or export fewer events"


def read_calendar_isolated(
    data: bytes, name: str, window: Window, people: People | None = None, *, limits: Limits | None = None
) -> Schedule:
    """Read a calendar in a child process; raises Unreadable where the file or a limit says so.

    The time allowed grows with the size of the file.
    """
    order = {"task": "calendar", "name": name, "window": window, "people": people, "way_out": WAY_OUT}
    allowed = limits or Limits(SECONDS + round(SECONDS_PER_MB * len(data) / 1_000_000))
    found = next(ask(data, name, order, allowed))
    assert isinstance(found, Schedule)
    return found
