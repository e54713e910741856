"""Deals as facts: those that name a partner, with merged ones left out and stages read, in three queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Min

from comotion.accounts.models import DealMerge, Opportunity, Stage
from comotion.core.principal import current_principal
from comotion.partnerships.facts import owned_rows
from comotion.partnerships.grouping import Grouped

COLUMNS = (
    "partnership_id",
    "name",
    "stage",
    "amount",
    "currency",
    "created_date",
    "close_date",
    "is_closed",
    "is_won",
    "partner_role",
    "owner_name",
)
Flags = tuple[bool | None, bool | None]


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal that names the partner; an unknown amount or state stays unknown."""

    name: str
    amount: float | None
    currency: str
    created_date: dt.date | None
    close_date: dt.date | None
    is_closed: bool | None
    is_won: bool | None
    role: str
    owner_name: str

    def is_open_on(self, day: dt.date) -> bool | None:
        """Say whether it was open at the end of a day; None where its state is unknown.

        A deal that closes later was open then, if it had been created, whatever became of it.
        """
        if self.created_date is not None and self.created_date > day:
            return False
        if self.close_date is not None and self.close_date > day:
            return True
        return None if self.is_closed is None else not self.is_closed


class DealFacts:
    """The deals of the acting organization, one partnership at a time, and since when there are any at all."""

    def __init__(self, partnerships: Collection[int] | None = None) -> None:
        """Read stages and merges, and open the stream of deals."""
        self._stages = _stages()
        self.since = _known_since()
        self._grouped = Grouped(_rows(partnerships))

    def take(self, partnership_id: int) -> list[Deal]:
        """Return the deals of a partnership by closing day; ids must be asked for in rising order."""
        return [self._deal(row) for row in self._grouped.take(partnership_id)]

    def _deal(self, row: tuple[Any, ...]) -> Deal:
        _, name, stage, amount, currency, created, close, closed, won, role, owner = row
        by_stage = self._stages.get(stage.casefold(), (None, None))
        closed = by_stage[0] if closed is None else closed
        won = by_stage[1] if won is None else won
        known = None if amount is None else float(amount)
        return Deal(name, known, currency.upper(), created, close, True if won else closed, won, role, owner)


def _stages() -> dict[str, Flags]:
    found: dict[str, Flags] = {}
    for code, label, closed, won in Stage.objects.filter(owned_rows(None)).values_list(
        "external_id", "label", "is_closed", "is_won"
    ):
        flags = (True if won else closed, won)
        found[code.casefold()] = flags
        if label:
            found.setdefault(label.casefold(), flags)
    return found


def _known_since() -> dt.date | None:
    """Return the first day the CRM knows a deal: before it, no deal means that nobody looked."""
    own = Opportunity.objects.filter(owner_org_id=current_principal().organization_id)
    days = own.aggregate(created=Min("created_date"), closed=Min("close_date"))
    return min((day for day in (days["created"], days["closed"]) if day is not None), default=None)


def _rows(partnerships: Collection[int] | None) -> Iterator[tuple[Any, ...]]:
    left_out = DealMerge.objects.filter(owned_rows(None)).values("merged_external_id")
    rows = (
        Opportunity.objects.filter(owned_rows(partnerships), partnership_id__isnull=False, merged_into="")
        .exclude(external_id__in=left_out)
        .order_by("partnership_id", "close_date", "pk")
    )
    return rows.values_list(*COLUMNS).iterator(chunk_size=5000)
