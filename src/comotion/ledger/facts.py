"""Grades, ledger entries, goals and roadmap themes as facts: four queries for any number of partnerships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from comotion.core.access import Owned
from comotion.ledger.models import HorizonGrade, LedgerEntry, RoadmapTheme, SharedGoal
from comotion.partnerships.facts import owned_rows
from comotion.partnerships.grouping import Grouped

GRADE = ("partnership_id", "horizon", "grade", "evidence", "date", "side")
ENTRY = (
    "partnership_id",
    "pk",
    "side",
    "direction",
    "value_type",
    "description",
    "date",
    "our_amount",
    "their_amount",
    "currency",
    "confirmed_by_us",
    "confirmed_by_them",
)
GOAL = ("partnership_id", "side", "goal", "same_as")
THEME = ("partnership_id", "theme", "our_rating", "their_rating", "due_date", "done_date", "date")


@dataclass(frozen=True, slots=True)
class Grade:
    """How far one horizon was on a day, by one side."""

    horizon: str
    grade: int
    evidence: str
    date: dt.date
    side: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A contribution or a return with both sides' amounts and confirmations."""

    id: int
    side: str
    direction: str
    value_type: str
    description: str
    date: dt.date
    our_amount: float | None
    their_amount: float | None
    currency: str
    confirmed_by_us: bool
    confirmed_by_them: bool


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of one side, and the other side's goal that means the same."""

    side: str
    goal: str
    same_as: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A roadmap theme with the sides' ratings and its dates."""

    theme: str
    our_rating: int | None
    their_rating: int | None
    due_date: dt.date | None
    done_date: dt.date | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """What one partnership's value is judged from."""

    grades: tuple[Grade, ...]
    entries: tuple[Entry, ...]
    goals: tuple[Goal, ...]
    themes: tuple[Theme, ...]


class LedgerFacts:
    """The value facts of the acting organization, one partnership at a time."""

    def __init__(self, partnerships: Collection[int] | None, since: dt.date) -> None:
        """Open the four streams; ledger entries before ``since`` are of no use."""
        self._grades = Grouped(_rows(HorizonGrade, GRADE, partnerships, "date"))
        self._entries = Grouped(_rows(LedgerEntry, ENTRY, partnerships, "date", date__gte=since))
        self._goals = Grouped(_rows(SharedGoal, GOAL, partnerships, "side"))
        self._themes = Grouped(_rows(RoadmapTheme, THEME, partnerships, "theme"))

    def take(self, partnership_id: int) -> ValueFacts:
        """Return a partnership's value facts; ids must be asked for in rising order."""
        return ValueFacts(
            tuple(Grade(*row[1:]) for row in self._grades.take(partnership_id)),
            tuple(_entry(row) for row in self._entries.take(partnership_id)),
            tuple(Goal(*row[1:]) for row in self._goals.take(partnership_id)),
            tuple(Theme(*row[1:]) for row in self._themes.take(partnership_id)),
        )


def _entry(row: tuple[Any, ...]) -> Entry:
    _, key, side, direction, value_type, text, date, ours, theirs, currency, by_us, by_them = row
    mine, yours = (None if amount is None else float(amount) for amount in (ours, theirs))
    return Entry(key, side, direction, value_type, text, date, mine, yours, currency.upper(), by_us, by_them)


def _rows(
    model: type[Owned], columns: tuple[str, ...], partnerships: Collection[int] | None, then: str, **limits: Any
) -> Iterator[tuple[Any, ...]]:
    rows = model.objects.filter(owned_rows(partnerships), **limits).order_by("partnership_id", then, "pk")
    return rows.values_list(*columns).iterator(chunk_size=5000)
