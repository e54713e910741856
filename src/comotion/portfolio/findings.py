"""First findings: what the data tell that the user may not have known (inputs, 1.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F

from comotion.accounts.queries import OpenDeals, deal_gaps, open_deals, unknown_partners
from comotion.core.principal import current_principal
from comotion.partnerships.models import Partnership, Sponsor
from comotion.portfolio.lines import Finding, Findings
from comotion.portfolio.models import ProgramTotals
from comotion.portfolio.pages import own_lines
from comotion.rhythm.queries import last_held, last_sponsor_contacts

QUIET_DAYS = 30
QUARTER_DAYS = 91
SHOWN = 10
SIDES = ("ours", "theirs")
Names = Mapping[int, tuple[str, str]]


def findings(today: dt.date) -> Findings:
    """Return the first findings of a day: at most ten of each code, with how many there are."""
    names = _names()
    found = [
        *_no_meeting(names, today),
        *_sponsors(names, today),
        *_disagreements(),
        *_unknown(),
        *_unnamed(),
        *_measure_first(),
    ]
    totals, listed = dict[str, int](), list[Finding]()
    for one in found:
        totals[one.code] = totals.get(one.code, 0) + 1
        if totals[one.code] <= SHOWN:
            listed.append(one)
    return Findings(today, totals | _kept_totals(totals), tuple(listed))


def _names() -> Names:
    rows = Partnership.objects.exclude(state="ended").values_list("pk", "ref", "name")
    return {key: (ref, name) for key, ref, name in rows}


def _no_meeting(names: Names, today: dt.date) -> list[Finding]:
    deals, held = open_deals(today), last_held(today)
    limit = today - dt.timedelta(days=QUIET_DAYS)
    by_weight = sorted(deals.items(), key=lambda one: (-(one[1].amount or 0.0), -one[1].count, one[0]))
    known = [(key, one) for key, one in by_weight if key in names]
    quiet = [(key, one) for key, one in known if key not in held or held[key] < limit]
    ownerless = sorted(
        ((key, one) for key, one in known if one.without_partner_owner),
        key=lambda one: (-one[1].without_partner_owner, one[0]),
    )
    return [
        *(_quiet(names[key], one, held.get(key)) for key, one in quiet),
        *(
            Finding("DEAL_WITHOUT_PARTNER_OWNER", *names[key], one.without_partner_owner, {"open": one.count})
            for key, one in ownerless
        ),
    ]


def _quiet(named: tuple[str, str], deals: OpenDeals, last: dt.date | None) -> Finding:
    detail = {
        "amount": deals.amount,
        "currency": deals.currency,
        "last_meeting": last.isoformat() if last else None,
    }
    return Finding("OPEN_PIPELINE_NO_MEETING", *named, deals.count, detail)


def _sponsors(names: Names, today: dt.date) -> Iterator[Finding]:
    """Yield the sides whose named sponsor has not met the other side for a quarter, longest first."""
    rows = Sponsor.objects.filter(owner_org_id=current_principal().organization_id, side__in=SIDES)
    serving = rows.exclude(until_date__lte=today).exclude(from_date__gt=today).order_by("partnership_id", "side")
    contacts = last_sponsor_contacts(today)
    unseen: list[tuple[int, int, str, str, dt.date | None]] = []
    for key, side, person in serving.values_list("partnership_id", "side", "name"):
        last = contacts.get((key, side))
        days = (today - last).days if last else QUARTER_DAYS * 100
        if key in names and days > QUARTER_DAYS:
            unseen.append((days, key, side, person, last))
    for days, key, side, person, last in sorted(unseen, key=lambda one: (-one[0], one[1], one[2])):
        detail: dict[str, Any] = {"side": side, "sponsor": person, "days": days if last else None}
        detail["last_contact"] = last.isoformat() if last else None
        yield Finding("SPONSOR_NOT_SEEN", *names[key], 1, detail)


def _content() -> Mapping[str, Any]:
    own = ProgramTotals.objects.filter(owner_org_id=current_principal().organization_id)
    return own.values_list("content", flat=True).first() or {}


def _disagreements() -> Iterator[Finding]:
    for ref, name, kpi, value, other in _content().get("disagreements", {}).get("listed", ()):
        yield Finding("SOURCES_DISAGREE", ref, name, 1, {"kpi": kpi, "value": value, "other": other})


def _unknown() -> Iterator[Finding]:
    for name, deals in unknown_partners():
        yield Finding("UNKNOWN_PARTNER_NAMED", "", name, deals, {})


def _unnamed() -> Iterator[Finding]:
    """Yield the deals that name no partner: they count for nobody until a column says who brought them."""
    gaps = deal_gaps()
    if gaps.without_partner:
        detail = {"deals": gaps.deals, "without_stage": gaps.without_stage, "without_amount": gaps.without_amount}
        yield Finding("DEAL_NAMES_NO_PARTNER", "", "", gaps.without_partner, detail)


def _measure_first() -> Iterator[Finding]:
    """Yield the partnerships that cannot be judged yet, those with most potential first, with what is missing."""
    rows = own_lines().filter(computed_phase="measure_first").order_by(F("potential").desc(nulls_last=True), "id")
    for ref, name, coverage, potential, health, basis in rows.values_list(
        "ref", "name", "coverage", "potential", "health", "basis"
    )[:SHOWN]:
        judged = [word for word, value in (("potential", potential), ("effort", basis["effort"])) if value is None]
        missing = [*judged, *basis["missing"]] if health is not None else [*basis["missing"], *judged]
        yield Finding("MEASURE_FIRST", ref, name, len(missing), {"missing": missing, "coverage": coverage})


def _kept_totals(counted: Mapping[str, int]) -> dict[str, int]:
    content = _content()
    kept = {
        "SOURCES_DISAGREE": content.get("disagreements", {}).get("of", 0),
        "MEASURE_FIRST": content.get("measure_first", 0),
    }
    return {code: number for code, number in kept.items() if number > counted.get(code, 0)}
