"""Rules that never take place are known without being followed to the end of time."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest

from comotion.formats.calendar.horizon import fits_no_day

START = dt.datetime(2012, 10, 2, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("rule", "never"),
    [("FREQ=MONTHLY;BYDAY=1TU", False), ("FREQ=MONTHLY;BYDAY=9TU", True)],
    ids=["first Tuesday", "ninth Tuesday, which the library counts past the end of its year"],
)
def test_fits_no_day_says_whether_a_rule_ever_takes_place(rule, never):
    assert fits_no_day(icalendar.vRecur.from_ical(rule), START) is never
