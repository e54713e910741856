"""What a meeting looks like."""

from __future__ import annotations

import pytest

from comotion.formats.calendar.records import Attendee, Guess
from comotion.formats.calendar.tiers import guess, titles

OURS, THEIRS = Attendee("a@halden.example", None, "ours"), Attendee("b@northwind.example", None, "theirs")


@pytest.mark.parametrize(
    ("summary", "named"),
    [
        ("Halden WTS", {"wts": 0.6}),
        ("Weekly Tactical Sync – Halden", {"wts": 0.6}),
        ("Weekly call", {"wts": 0.3}),
        ("Quarterly business review", {"qsr": 0.6}),
        ("QBR prep", {"qsr": 0.3}),
        ("Joint planning: quarterly review", {"joint_planning": 0.6, "qsr": 0.6}),
        ("Biweekly lunch", {}),
        ("", {}),
    ],
)
def test_title_names_kinds(summary, named):
    assert titles(summary) == named


@pytest.mark.parametrize(
    ("summary", "often", "minutes", "attendees", "expected"),
    [
        ("Weekly Tactical Sync", 13.0, 45, (OURS, THEIRS), Guess("wts", 0.99)),
        ("Weekly Tactical Sync", None, None, (), Guess("wts", 0.6)),
        ("Halden sync", 13.0, 30, (OURS, THEIRS), Guess("wts", 0.5)),
        ("Halden sync", 13.0, 30, (), Guess(None, 0.0)),
        ("Monthly", 3.0, 90, (OURS, THEIRS), Guess("mbr", 0.8)),
        ("Monthly", 3.0, 90, (OURS,), Guess("mbr", 0.45)),
        ("Quarterly review", 13.0, 120, (), Guess("qsr", 0.5)),
        ("Daily", 65.0, 15, (), Guess("stand_up", 0.65)),
        ("Lunch", None, 60, (OURS, THEIRS), Guess(None, 0.0)),
    ],
)
def test_guess_weighs_title_rhythm_length_and_sides(summary, often, minutes, attendees, expected):
    assert guess(summary, per_quarter=often, minutes=minutes, attendees=attendees) == expected
