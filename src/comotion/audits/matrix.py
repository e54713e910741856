"""The responsibility matrix as a sheet: activities down, members across, letters in the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from comotion.audits.operations import UnableToAudit
from comotion.audits.queries import AuditView
from comotion.core.principal import current_principal
from comotion.initiatives.operations import UnableToChangeInitiative, assign, begin_initiative, keep_activity
from comotion.initiatives.queries import Member, grid_of
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Partnership

FIXED = ("Initiative", "Activity", "Weight", "Crosses sides")
HEAD = re.compile(r"^(?P<name>.+?)\s*\((?P<note>[^()]*)\)\s*$")
GROUP = "group"
UNNAMED = "Name"
"""Stands in the head of an empty matrix where somebody's name goes."""
YES = frozenset({"yes", "y", "true", "1", "ja", "x"})


def matrix_table(partnership: Partnership) -> tuple[Sequence[str], list[list[str | float | None]]]:
    """Return heads and rows; a member's head says whose it is, as in ``Ana Ruiz (ours)``."""
    grid = grid_of(partnership)
    members = grid.members or (Member("", Side.OURS, is_group=False), Member("", Side.THEIRS, is_group=False))
    heads = [*FIXED, *(_head(one) for one in members)]
    rows: list[list[str | float | None]] = [
        [
            activity.initiative.name if activity.initiative else "",
            activity.name,
            activity.weight,
            "yes" if activity.crosses_sides else "no",
            *(letters.get(one.member, "") for one in members),
        ]
        for activity, letters in grid.rows
    ]
    return heads, rows


def _head(member: Member) -> str:
    notes = ", ".join(note for note in (str(member.side), GROUP if member.is_group else "") if note)
    return f"{member.member or UNNAMED} ({notes})" if notes else member.member


def take_matrix_row(view: AuditView, row: Mapping[str, str]) -> int:
    """Keep one activity with everybody's letters."""
    name = row.get("activity", "")
    if not name:
        raise UnableToAudit(_("“%(head)s” is empty.") % {"head": "activity"})
    weight = (row.get("weight") or "1").removesuffix(".0")
    if weight not in {"1", "2", "3"}:
        raise UnableToAudit(_("How critical an activity is goes from 1 to 3."))
    partnership, initiative = view.audit.partnership, row.get("initiative", "")
    own = str(current_principal().organization_id)
    try:
        activity = keep_activity(
            partnership=partnership,
            name=name,
            weight=int(weight),
            crosses_sides=row.get("crosses sides", "").casefold() in YES,
            initiative=begin_initiative(partnership=partnership, name=initiative) if initiative else None,
        )
        for head, letters in row.items():
            if head.casefold() not in {one.casefold() for one in FIXED} and letters:
                member, side, is_group = _member(head, view, own)
                if member.casefold() == UNNAMED.casefold():
                    raise UnableToAudit(_("Write a name over the column “%(head)s”.") % {"head": head})
                assign(activity=activity, member=member, letters=letters, side=side, is_group=is_group)
    except UnableToChangeInitiative as refused:
        raise UnableToAudit(str(refused)) from refused
    return 1


def _member(head: str, view: AuditView, own: str) -> tuple[str, str, bool]:
    """Return name, side and whether it is a group, from a head such as ``ana ruiz (northwind cloud, group)``."""
    found = HEAD.match(head)
    if found is None:
        return head, "", False
    notes = [note.strip().casefold() for note in found["note"].split(",")]
    side = next((note for note in notes if note in {Side.OURS.value, Side.THEIRS.value}), "")
    named = next((one for one in view.sides if one.name.casefold() in notes), None)
    if named is not None:
        side = Side.OURS.value if named.key == own else Side.THEIRS.value
    return found["name"], side, GROUP in notes
