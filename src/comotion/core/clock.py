"""The clock, read only at the edge: views, commands and jobs ask here once and pass the answer down.

A home can stand still: the example program's figures end on a date of their own, so its home pins ``today``.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """Return the moment, in UTC, or noon of the pinned day."""
    pinned: dt.date | None = settings.COMOTION_AS_OF
    if pinned is not None:
        return dt.datetime.combine(pinned, dt.time(12), tzinfo=dt.UTC)
    return timezone.now()


def today() -> dt.date:
    """Return the day, or the pinned one."""
    return now().date()
