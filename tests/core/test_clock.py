"""The clock stands still where a home says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine

from comotion.core import clock


def test_clock_tells_the_moment(settings: Any) -> None:
    settings.COMOTION_AS_OF = None
    moment = dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.UTC)
    with time_machine.travel(moment, tick=False):
        assert (clock.now(), clock.today()) == (moment, dt.date(2026, 3, 4))


def test_pinned_clock_stands_at_noon_of_its_day(settings: Any) -> None:
    settings.COMOTION_AS_OF = dt.date(2025, 12, 15)

    assert clock.now() == dt.datetime(2025, 12, 15, 12, tzinfo=dt.UTC)
    assert clock.today() == dt.date(2025, 12, 15)
