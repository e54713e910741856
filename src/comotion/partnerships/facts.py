"""Partnerships, standings and sponsors as facts: one's own program, three queries for any number of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from comotion.core.principal import current_principal
from comotion.partnerships.enums import PartnershipState
from comotion.partnerships.models import Partnership, Sponsor, Standing

FEW = 500
"""Up to so many ids are named in a query; for more, everything is read and the rest is passed over."""


@dataclass(frozen=True, slots=True)
class SponsorFact:
    """A sponsor of one side, and when."""

    side: str
    name: str
    from_date: dt.date | None
    until_date: dt.date | None

    def serves(self, day: dt.date) -> bool:
        """Say whether the sponsor was one on a day."""
        begun = self.from_date is None or self.from_date <= day
        return begun and (self.until_date is None or day < self.until_date)


@dataclass(frozen=True, slots=True)
class StandingFact:
    """What the organization holds about a partnership: judgements, without which there is no potential."""

    owner_name: str = ""
    called: str = ""
    level: str = ""
    potential: float | None = None
    potential_fit: float | None = None
    potential_our_contribution: float | None = None
    potential_partner_contribution: float | None = None
    potential_complexity: float | None = None
    effort: float | None = None
    partner_willing: bool | None = None
    willing_asked_date: dt.date | None = None
    step: int | None = None
    next_review_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PartnershipFact:
    """One partnership of the program."""

    id: int
    ref: str
    name: str
    approach: str
    started_date: dt.date | None
    standing: StandingFact
    sponsors: tuple[SponsorFact, ...]


def owned_rows(partnerships: Collection[int] | None, path: str = "partnership_id") -> Q:
    """Return the filter for the acting organization's own rows of some partnerships, or of all.

    What other organizations share with the room does not enter one's own figures.
    """
    own = Q(owner_org_id=current_principal().organization_id)
    if partnerships is None or len(partnerships) > FEW:
        return own
    return own & Q(**{f"{path}__in": tuple(partnerships)})


def partnership_facts(partnerships: Collection[int] | None = None) -> list[PartnershipFact]:
    """Return the partnerships in use, in order of their ids, with standing and sponsors."""
    standings = _standings(partnerships)
    sponsors = _sponsors(partnerships)
    rows = Partnership.objects.exclude(state=PartnershipState.ENDED).order_by("pk")
    if partnerships is not None and len(partnerships) <= FEW:
        rows = rows.filter(pk__in=tuple(partnerships))
    wanted = None if partnerships is None else frozenset(partnerships)
    return [
        _partnership(row, standings.get(row[0], StandingFact()), tuple(sponsors.get(row[0], ())))
        for row in rows.values_list("pk", "ref", "name", "approach", "started_date")
        if wanted is None or row[0] in wanted
    ]


def _partnership(row: tuple[Any, ...], standing: StandingFact, sponsors: tuple[SponsorFact, ...]) -> PartnershipFact:
    """Return a partnership under the name that the organization gave it, else under the room's."""
    key, ref, name, approach, started = row
    return PartnershipFact(key, ref, standing.called or name, approach, started, standing, sponsors)


def _standings(partnerships: Collection[int] | None) -> dict[int, StandingFact]:
    names = tuple(StandingFact.__dataclass_fields__)
    rows = Standing.objects.filter(owned_rows(partnerships)).values_list("partnership_id", "owner__name", *names)
    return {row[0]: _standing(names, row[1], row[2:]) for row in rows}


def _standing(names: tuple[str, ...], person: str | None, values: tuple[Any, ...]) -> StandingFact:
    content = dict(zip(names, values, strict=True))
    content["owner_name"] = person or content["owner_name"]
    return StandingFact(**content)


def _sponsors(partnerships: Collection[int] | None) -> dict[int, list[SponsorFact]]:
    found: dict[int, list[SponsorFact]] = defaultdict(list)
    rows = Sponsor.objects.filter(owned_rows(partnerships)).order_by("partnership_id", "side", "from_date", "name")
    for key, side, name, since, until in rows.values_list("partnership_id", "side", "name", "from_date", "until_date"):
        found[key].append(SponsorFact(side, name, since, until))
    return found
