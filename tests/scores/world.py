"""A small program whose figures can be computed by hand."""

from __future__ import annotations

import datetime as dt

from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership
from tests.factories import (
    make_answers,
    make_grade,
    make_ledger_entry,
    make_meeting,
    make_opportunity,
    make_partnership,
    make_readings,
    make_sponsor,
    make_theme,
)

TODAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)
OCTOBER = dt.date(2026, 10, 1)
END = dt.date(2026, 10, 31)
STANDING = {
    "potential_fit": 4.0,
    "potential_our_contribution": 4.0,
    "potential_partner_contribution": 3.0,
    "potential_complexity": 2.0,
    "effort": 2.0,
    "step": 5,
    "partner_willing": True,
}


def make_full_partnership(organization: Organization, name: str = "Halden Analytics") -> Partnership:
    """A partnership with a record of every kind; what each KPI comes to stands in ``test_kpis``."""
    partnership = make_partnership(organization, name, started_date=dt.date(2023, 3, 1), standing=dict(STANDING))
    add_money(partnership)
    add_value(partnership)
    add_rhythm(partnership)
    add_pulse(partnership)
    for kpi, value in (("decision_latency_days", 14), ("commitments_kept", 0.7), ("lead_response_hours", 40)):
        make_readings(partnership, kpi, OCTOBER, [value])
    return partnership


def deal(partnership: Partnership, name: str, closes: dt.date, amount: float | None, **fields: object) -> None:
    """A deal that names the partner; won unless ``is_won`` says otherwise."""
    defaults = {
        "currency": "EUR",
        "is_closed": True,
        "is_won": True,
        "partner_role": "sourced",
        "created_date": dt.date(2025, 1, 10),
        "external_id": f"{partnership.pk}-{name}",
    }
    make_opportunity(
        partnership.owner_org, name, partnership=partnership, close_date=closes, amount=amount, **(defaults | fields)
    )


def add_money(partnership: Partnership) -> None:
    """October earns 60,000 + 0.3 × 100,000 = 90,000 of a plan of 100,000; a year before it was 75,000."""
    deal(partnership, "won-sourced", dt.date(2026, 10, 12), 60_000)
    deal(partnership, "won-influenced", dt.date(2026, 10, 20), 100_000, partner_role="influenced")
    deal(partnership, "won-year-before", dt.date(2025, 10, 5), 75_000)
    deal(partnership, "open-next-quarter", dt.date(2027, 2, 1), 500_000, is_closed=False, is_won=None)
    deal(partnership, "open-later", dt.date(2027, 5, 1), 900_000, is_closed=False, is_won=None)
    make_readings(partnership, "revenue_plan", dt.date(2026, 9, 1), [100_000] * 7, unit="EUR")
    make_readings(partnership, "partnership_cost", dt.date(2025, 11, 1), [3_000] * 12, unit="EUR")


def add_value(partnership: Partnership) -> None:
    """Grades 4/1/0 of both sides give 48.75; fairness 85 by us and 98 by them; four milestones, three in time."""
    for horizon, grade in (("h1", 4), ("h2", 1), ("h3", 0)):
        for side in ("ours", "theirs"):
            make_grade(partnership, horizon, grade, dt.date(2026, 9, 15), side=side)
    amounts = (
        ("ours", "contribution", 600, 500),
        ("theirs", "contribution", 400, 500),
        ("ours", "return", 450, 520),
        ("theirs", "return", 550, 480),
    )
    for side, direction, ours, theirs in amounts:
        make_ledger_entry(
            partnership,
            side,
            direction,
            0,
            our_amount=ours,
            their_amount=theirs,
            date=dt.date(2026, 9, 1),
            confirmed_by_us=True,
            confirmed_by_them=True,
        )
    for number, done in enumerate((1, 8, 14, None), start=1):
        make_theme(
            partnership,
            f"Theme {number}",
            due_date=dt.date(2026, 9, 15),
            done_date=dt.date(2026, 9, done) if done else None,
            our_rating=1,
            their_rating=0,
            date=dt.date(2026, 8, 1),
        )


def add_rhythm(partnership: Partnership) -> None:
    """Two of three reviews of the quarter held with both sides; our sponsor met twice, theirs once."""
    for day, held, their_people in (
        (dt.date(2026, 8, 12), dt.date(2026, 8, 14), "Dario Venn"),
        (dt.date(2026, 9, 10), dt.date(2026, 9, 10), "Dario Venn"),
        (dt.date(2026, 10, 14), None, ""),
    ):
        make_meeting(
            partnership,
            "mbr",
            day,
            held_date=held,
            our_attendees="Priya Raman" if held else "",
            their_attendees=their_people,
            our_sponsor_present=held is not None,
            their_sponsor_present=held == dt.date(2026, 9, 10),
        )
    make_sponsor(partnership, "ours", "Ines Ferreira")
    make_sponsor(partnership, "theirs", "Marta Lindqvist")


def add_pulse(partnership: Partnership) -> None:
    """We trust at 75 and they at 50; they give a satisfaction of 6, we one of 8."""
    closed = dt.date(2026, 9, 30)
    for side, trust, satisfaction in (("ours", 4, 8), ("theirs", 3, 6)):
        answers: dict[str, list[float | None]] = {f"trust_{item}": [trust] * 3 for item in range(1, 6)}
        make_answers(
            partnership, closed, side, answers | {"satisfaction": [satisfaction] * 3}, invited_ours=4, invited_theirs=4
        )
