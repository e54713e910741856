"""What kind of meeting a series looks like: by its title, its rhythm, its length and who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comotion.formats.calendar.attendees import both_sides
from comotion.formats.calendar.records import Attendee, Guess
from comotion.formats.headers import plain
from comotion.formats.kinds.meetings import MEETINGS

TITLE_CLEAR = 0.6
TITLE_VAGUE = 0.3
RHYTHM = 0.25
OTHER_RHYTHM = -0.2
LENGTH = 0.1
BOTH_SIDES = 0.15
ONE_SIDE = -0.2
LEAST = 0.4
MOST = 0.99
NEVER = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Habit:
    """How long a kind of meeting is held, and how often a quarter of 13 weeks; None where that says nothing."""

    minutes: tuple[float, float]
    often: tuple[float, float] | None = None


HABITS = {
    "wts": Habit((15, 75), (9.0, 16.0)),
    "mbr": Habit((30, 150), (2.3, 4.0)),
    "qsr": Habit((60, 600), (0.7, 1.4)),
    "sponsor_talk": Habit((15, 90)),
    "joint_planning": Habit((90, 960)),
    "stand_up": Habit((5, 20), (24.0, 100.0)),
}


def guess(
    summary: str, *, per_quarter: float | None, minutes: float | None, attendees: tuple[Attendee, ...] = ()
) -> Guess:
    """Guess what a meeting is, or give none where too little speaks for any kind.

    The confidence adds up what speaks for the kind: its name in the title (0.6; 0.3 where a word is only near it), its
    rhythm (0.25, and −0.2 for another one), its length (0.1), and people of both sides (0.15; −0.2 where all are of
    one). Below 0.4 there is no guess.
    """
    named = titles(summary)
    scores = {tier: score(habit, named.get(tier, 0.0), per_quarter, minutes) for tier, habit in HABITS.items()}
    tier = max(scores, key=lambda each: scores[each])
    present = both_sides(attendees)
    total = scores[tier] + (0.0 if present is None else BOTH_SIDES if present else ONE_SIDE)
    return Guess(tier, round(min(total, MOST), 2)) if total >= LEAST else Guess(None, 0.0)


def score(habit: Habit, named: float, per_quarter: float | None, minutes: float | None) -> float:
    """Add up what speaks for one kind."""
    total = named
    if habit.often and per_quarter is not None:
        total += RHYTHM if habit.often[0] <= per_quarter <= habit.often[1] else OTHER_RHYTHM
    if minutes is not None and habit.minutes[0] <= minutes <= habit.minutes[1]:
        total += LENGTH
    return total


def titles(summary: str) -> dict[str, float]:
    """Say which kinds a title names and how clearly; of names within each other only the longest counts."""
    text = f" {plain(summary)} "
    found = [(tier, words) for tier, words in spellings() if f" {words} " in text]
    named: dict[str, float] = {}
    for tier, words in found:
        if any(f" {words} " in f" {longer} " and longer != words for _, longer in found):
            continue
        clear = words == tier or " " in words
        named[tier] = max(named.get(tier, 0.0), TITLE_CLEAR if clear else TITLE_VAGUE)
    return named


@cache
def spellings() -> tuple[tuple[str, str], ...]:
    """Give the names of each kind as they stand in titles."""
    return tuple((tier, plain(word)) for tier, words in MEETINGS.items() for word in (tier, *words))
