"""The responsibility matrix as a table: activities down, members across."""

from __future__ import annotations

from dataclasses import dataclass

from comotion.initiatives.models import Activity, Assignment
from comotion.partnerships.models import Partnership


@dataclass(frozen=True, slots=True)
class Member:
    """A person or group of the matrix, with the side as the row's owner sees it."""

    member: str
    side: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """All members in order of their first appearance, and each activity with its letters by member."""

    members: tuple[Member, ...]
    rows: tuple[tuple[Activity, dict[str, str]], ...]


def grid_of(partnership: Partnership) -> Grid:
    """Return the matrix of a partnership in two queries."""
    activities = list(
        Activity.objects.filter(partnership=partnership).select_related("initiative").order_by("position", "pk")
    )
    members: dict[str, Member] = {}
    letters: dict[int, dict[str, str]] = {one.pk: {} for one in activities}
    for row in Assignment.objects.filter(activity__partnership=partnership).order_by("pk"):
        members.setdefault(row.member, Member(row.member, row.side, row.is_group))
        letters.setdefault(row.activity_id, {})[row.member] = row.letters
    return Grid(tuple(members.values()), tuple((one, letters[one.pk]) for one in activities))
