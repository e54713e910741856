"""The kinds of things in a room: what they are called, and one of them in words, for whoever reads it.

A row is written from its owner's side ("ours", "their amount"). Here sides become names, so that every party of the
room reads the same words about the same row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comotion.core.access import Owned
from comotion.partnerships.enums import Side
from comotion.partnerships.moving import label_of, options_of
from comotion.partnerships.queries import PartyLine
from comotion.web.shared.reader import wording

COUNTED: dict[str, Callable[[int], str]] = {
    "measures.Reading": lambda n: ngettext("%(n)s reading of a measure", "%(n)s readings of measures", n),
    "ledger.LedgerEntry": lambda n: ngettext("%(n)s contribution or return", "%(n)s contributions and returns", n),
    "ledger.SharedGoal": lambda n: ngettext("%(n)s goal", "%(n)s goals", n),
    "ledger.RoadmapTheme": lambda n: ngettext("%(n)s theme of the roadmap", "%(n)s themes of the roadmap", n),
    "ledger.HorizonGrade": lambda n: ngettext("%(n)s grade of a horizon", "%(n)s grades of horizons", n),
    "rhythm.Meeting": lambda n: ngettext("%(n)s meeting", "%(n)s meetings", n),
    "partnerships.JointText": lambda n: ngettext(
        "%(n)s version of a text that all write", "%(n)s versions of texts that all write", n
    ),
}
TITLES: dict[str, Promise] = {
    "ledger.SharedGoal": gettext_lazy("Goals"),
    "ledger.RoadmapTheme": gettext_lazy("Roadmap themes"),
    "ledger.LedgerEntry": gettext_lazy("Contributions and returns"),
    "ledger.HorizonGrade": gettext_lazy("Horizons"),
    "rhythm.Meeting": gettext_lazy("Meetings"),
    "measures.Reading": gettext_lazy("Readings of measures"),
}
NAMED_BY = {
    "ledger.SharedGoal": "goal",
    "ledger.RoadmapTheme": "theme",
    "ledger.LedgerEntry": "description",
    "ledger.HorizonGrade": "horizon",
    "rhythm.Meeting": "kind",
}
UNTOLD = frozenset({"id", "ref", "visibility", "external_id", "side", "entered_at", "computed_at", "created_at"})
"""Fields that say nothing to a reader, or that the line says in another place."""
WORDS: dict[str, Promise] = {
    "amount": gettext_lazy("worth"),
    "attendees": gettext_lazy("who was there"),
    "confirmed_by": gettext_lazy("confirmed by"),
    "currency": gettext_lazy("currency"),
    "date": gettext_lazy("date"),
    "direction": gettext_lazy("direction"),
    "done_date": gettext_lazy("done on"),
    "due_date": gettext_lazy("due on"),
    "evidence": gettext_lazy("evidence"),
    "grade": gettext_lazy("grade"),
    "held_date": gettext_lazy("held on"),
    "minutes": gettext_lazy("minutes"),
    "note": gettext_lazy("note"),
    "rating": gettext_lazy("rating"),
    "same_as": gettext_lazy("means the same as"),
    "scheduled_date": gettext_lazy("planned for"),
    "sponsor_present": gettext_lazy("sponsor present"),
    "value_type": gettext_lazy("kind of value"),
}
OURS, THEIRS = ("our_", "_by_us"), ("their_", "_by_them")


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties of a room, to say of a row whose "ours" and "theirs" are."""

    parties: tuple[PartyLine, ...]

    def name(self, owner_id: int, side: str) -> str:
        """Return who a side is, seen from the organization that owns the row."""
        owner = next((party.name for party in self.parties if party.organization_id == owner_id), _("somebody"))
        others = [party.name for party in self.parties if party.organization_id != owner_id]
        if side == Side.OURS:
            return owner
        return (others[0] if len(others) == 1 else _("the others")) if side == Side.THEIRS else _("together")


@dataclass(frozen=True, slots=True)
class Line:
    """One shared thing in words: what it is called, whose it is, what it says."""

    title: str
    about: str
    owner: str
    owner_id: int
    facts: tuple[tuple[str, str], ...]


def counted(counts: Iterable[tuple[str, int]]) -> list[str]:
    """Return how many there are of each kind, in words."""
    return [_counted(label, count) for label, count in counts]


def _counted(label: str, count: int) -> str:
    if label in COUNTED:
        return COUNTED[label](count) % {"n": count}
    options = options_of(apps.get_model(label))
    return f"{count} {options.verbose_name if count == 1 else options.verbose_name_plural}"


def kind_title(model: type[Owned]) -> str:
    """Return the heading over things of a kind."""
    plural = str(options_of(model).verbose_name_plural)
    return str(TITLES.get(label_of(model), plural[:1].upper() + plural[1:]))


def line_of(row: Owned, sides: Sides) -> Line:
    """Return one row in words: the same for every reader."""
    named_by = NAMED_BY.get(label_of(row), "")
    fields = [one for one in options_of(row).concrete_fields if _is_told(one, named_by)]
    facts = [(_term(one, row, sides), _said(one, row)) for one in fields]
    return Line(
        title=_said(options_of(row).get_field(named_by), row) if named_by else str(options_of(row).verbose_name),
        about=sides.name(row.owner_org_id, getattr(row, "side", Side.JOINT)) if hasattr(row, "side") else "",
        owner=sides.name(row.owner_org_id, Side.OURS),
        owner_id=row.owner_org_id,
        facts=tuple((term, said) for term, said in facts if said),
    )


def _is_told(field: Any, named_by: str) -> bool:
    return not isinstance(field, models.ForeignKey | models.JSONField) and field.name not in {*UNTOLD, named_by}


def _term(field: Any, row: Owned, sides: Sides) -> str:
    """Return what a field is called; "ours" and "theirs" become the names of the parties."""
    for marks, side in ((OURS, Side.OURS), (THEIRS, Side.THEIRS)):
        if field.name.startswith(marks[0]):
            return f"{_word(field, field.name.removeprefix(marks[0]))}, {sides.name(row.owner_org_id, side)}"
        if field.name.endswith(marks[1]):
            plain = field.name.removesuffix(marks[1].removeprefix("_by"))
            return f"{_word(field, plain)} {sides.name(row.owner_org_id, side)}"
    return _word(field, field.name)


def _word(field: Any, name: str) -> str:
    return str(WORDS.get(name, field.verbose_name))


def _said(field: Any, row: Owned) -> str:
    value = getattr(row, field.attname)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return wording().full_day(value)
    if isinstance(value, int | float | Decimal):
        return wording().number(float(value), 0 if float(value).is_integer() else 2)
    return str(value or "")
