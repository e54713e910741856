"""What a calendar file is, without following any of its dates."""

from __future__ import annotations

from comotion.formats.calendar.components import components
from comotion.formats.tables import Inspection

MAKERS = (("google", "google"), ("microsoft", "outlook"), ("outlook", "outlook"), ("apple", "apple"),
          ("icloud", "apple"), ("mac os", "apple"), ("zimbra", "zimbra"), ("mozilla", "thunderbird"))  # fmt: skip


def inspect_calendar(data: bytes, name: str) -> Inspection:
    """Say how many events a calendar has and who wrote it; raises Unreadable where it is none."""
    found = components(data, name)
    return Inspection(
        format="ics", encoding=found.encoding, delimiter=None, sheet=None, header_row=None, kind="calendars",
        kind_confidence=1.0, columns=(), rows=len(found.events), skipped_rows=0, problems=tuple(found.problems),
        dialect=maker(found.producer),
    )  # fmt: skip


def maker(producer: str) -> str | None:
    """Give the program that wrote a calendar, by what it calls itself."""
    shown = producer.casefold()
    return next((name for word, name in MAKERS if word in shown), None)
