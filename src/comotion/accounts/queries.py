"""Deals as pages and first findings read them: open ones by partnership, and names that nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from comotion.accounts.models import DealMerge, Opportunity, Stage
from comotion.core.principal import current_principal


@dataclass(frozen=True, slots=True)
class OpenDeals:
    """The open deals that name one partner; the amount is None where it is unknown or in several currencies."""

    count: int
    amount: float | None
    currency: str
    without_partner_owner: int


@dataclass(frozen=True, slots=True)
class DealRow:
    """One deal that names a partner; ``state`` is ``open``, ``won``, ``lost`` or ``unknown``."""

    name: str
    account_name: str
    stage: str
    amount: float | None
    currency: str
    close_date: dt.date | None
    state: str
    role: str
    owner_name: str
    partner_owner_name: str


@dataclass(frozen=True, slots=True)
class DealGaps:
    """How many deals there are, how many name no partner, and how many of those have no stage and no amount either."""

    deals: int
    without_partner: int
    without_stage: int
    without_amount: int


def own_deals() -> QuerySet[Opportunity]:
    """Return the acting organization's deals, those merged into another left out."""
    own = {"owner_org_id": current_principal().organization_id}
    merged = DealMerge.objects.filter(**own).values("merged_external_id")
    return Opportunity.objects.filter(**own, merged_into="").exclude(external_id__in=merged)


def is_open(today: dt.date) -> Q:
    """Return the filter for deals that are open: by their flag, by their stage, else by a closing day to come."""
    own = {"owner_org_id": current_principal().organization_id}
    closing = Stage.objects.filter(Q(is_closed=True) | Q(is_won=True), **own)
    by_stage = Q(stage__in=closing.values("external_id")) | Q(stage__in=closing.exclude(label="").values("label"))
    return Q(is_closed=False) | (Q(is_closed=None, close_date__gte=today) & ~by_stage)


def open_deals(today: dt.date) -> dict[int, OpenDeals]:
    """Return the open deals by partnership."""
    rows = own_deals().filter(is_open(today), partnership__isnull=False).order_by("partnership_id", "currency")
    groups = rows.values_list("partnership_id", "currency").annotate(
        deals=Count("pk"), known=Count("amount"), sum=Sum("amount"), ownerless=Count("pk", Q(partner_owner_name=""))
    )
    found: dict[int, list[tuple[str, int, int, float, int]]] = {}
    for key, currency, deals, known, total, ownerless in groups:
        found.setdefault(key, []).append((currency, deals, known, float(total or 0), ownerless))
    return {key: _open_deals(groups) for key, groups in found.items()}


def _open_deals(groups: list[tuple[str, int, int, float, int]]) -> OpenDeals:
    known = [(currency, total) for currency, _, count, total, _ in groups if count]
    currencies = {currency for currency, _ in known if currency}
    amount = sum(total for _, total in known) if known and len(currencies) < 2 else None
    currency = next(iter(currencies)) if amount is not None and currencies else ""
    return OpenDeals(sum(one[1] for one in groups), amount, currency, sum(one[4] for one in groups))


def unknown_partners() -> list[tuple[str, int]]:
    """Return the partner names of deals that no partnership has, with how many deals name them, most first."""
    rows = own_deals().filter(partnership=None).exclude(partner_name="")
    named = rows.values_list("partner_name").annotate(deals=Count("pk")).order_by("-deals", "partner_name")
    return [(name, deals) for name, deals in named]


def deal_gaps() -> DealGaps:
    """Return how many deals there are and how many of them lack a partner's name, a stage or an amount."""
    unnamed = Q(partnership=None, partner_name="")
    found = own_deals().aggregate(
        deals=Count("pk"),
        partner=Count("pk", unnamed),
        stage=Count("pk", unnamed & Q(stage="")),
        amount=Count("pk", unnamed & Q(amount=None)),
    )
    return DealGaps(found["deals"], found["partner"], found["stage"], found["amount"])


def deals_of(partnership_id: int, today: dt.date) -> Iterator[DealRow]:
    """Return the deals that name one partner, the next to close first."""
    closing = _closing_stages()
    rows = own_deals().filter(partnership_id=partnership_id).order_by("close_date", "pk")
    for row in rows:
        amount = None if row.amount is None else float(row.amount)
        yield DealRow(
            row.name,
            row.account_name,
            row.stage,
            amount,
            row.currency,
            row.close_date,
            state_of(row, closing, today),
            row.partner_role,
            row.owner_name,
            row.partner_owner_name,
        )


def _closing_stages() -> dict[str, tuple[bool | None, bool | None]]:
    rows = Stage.objects.filter(owner_org_id=current_principal().organization_id)
    found: dict[str, tuple[bool | None, bool | None]] = {}
    for code, label, closed, won in rows.values_list("external_id", "label", "is_closed", "is_won"):
        found[code.casefold()] = (closed, won)
        if label:
            found.setdefault(label.casefold(), (closed, won))
    return found


def state_of(row: Opportunity, stages: dict[str, tuple[bool | None, bool | None]], today: dt.date) -> str:
    """Return ``open``, ``won``, ``lost`` or ``unknown``."""
    by_stage = stages.get(row.stage.casefold(), (None, None))
    won = by_stage[1] if row.is_won is None else row.is_won
    closed = by_stage[0] if row.is_closed is None else row.is_closed
    if won:
        return "won"
    if closed:
        return "lost" if won is False else "unknown"
    if closed is False or (row.close_date is not None and row.close_date >= today):
        return "open"
    return "unknown"
