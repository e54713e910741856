"""Meetings as facts: what was due, what was held and who was there, in one query for any number of partnerships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from comotion.partnerships.facts import owned_rows
from comotion.partnerships.grouping import Grouped
from comotion.rhythm.models import Meeting

COLUMNS = (
    "partnership_id",
    "kind",
    "scheduled_date",
    "held_date",
    "our_attendees",
    "their_attendees",
    "our_sponsor_present",
    "their_sponsor_present",
)


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """One meeting, due, held, or both; None where nobody wrote down who attended."""

    kind: str
    scheduled_date: dt.date | None
    held_date: dt.date | None
    we_attended: bool | None
    they_attended: bool | None
    our_sponsor: bool
    their_sponsor: bool

    @property
    def both_attended(self) -> bool | None:
        """Say whether both sides were there, None where it is unknown."""
        if self.we_attended is None or self.they_attended is None:
            return None
        return self.we_attended and self.they_attended

    def sponsor_contact(self, side: str) -> bool:
        """Say whether the sponsor of a side met the other side."""
        present, other = (
            (self.our_sponsor, self.they_attended) if side == "ours" else (self.their_sponsor, self.we_attended)
        )
        return self.held_date is not None and present and other is not False


class MeetingFacts:
    """The meetings of the acting organization, one partnership at a time."""

    def __init__(self, partnerships: Collection[int] | None) -> None:
        """Open the stream."""
        self._grouped = Grouped(_rows(partnerships))

    def take(self, partnership_id: int) -> tuple[MeetingFact, ...]:
        """Return a partnership's meetings; ids must be asked for in rising order."""
        return tuple(_meeting(row) for row in self._grouped.take(partnership_id))


def _rows(partnerships: Collection[int] | None) -> Iterator[tuple[Any, ...]]:
    rows = Meeting.objects.filter(owned_rows(partnerships)).order_by("partnership_id", "scheduled_date", "pk")
    return rows.values_list(*COLUMNS).iterator(chunk_size=5000)


def _meeting(row: tuple[Any, ...]) -> MeetingFact:
    _, kind, scheduled, held, ours, theirs, our_sponsor, their_sponsor = row
    we, they = bool(ours.strip()) or our_sponsor, bool(theirs.strip()) or their_sponsor
    known = we or they
    return MeetingFact(
        kind, scheduled, held, we if known else None, they if known else None, our_sponsor, their_sponsor
    )
