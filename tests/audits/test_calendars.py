"""Calendars of real systems read into touchpoints: proposals with tier, rhythm, length and people, until confirmed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comotion.audits import evidence
from comotion.audits.contacts import keep_touchpoint, propose_from_calendar
from comotion.audits.models import Audit, Touchpoint
from comotion.audits.operations import NewRespondent, UnableToAudit, add_respondents
from comotion.audits.sides import sides_of
from comotion.core.principal import Principal
from comotion.partnerships.models import Partnership
from tests.audits import world

CALENDARS = Path(__file__).resolve().parents[3] / "shared" / "data" / "calendars-ics"
OURS = Path(__file__).resolve().parents[1] / "journeys" / "brought" / "work-calendar.ics"
TODAY = dt.date(2026, 11, 16)


@pytest.fixture
def audit(ours: Principal, room: Partnership) -> Audit:
    return world.begin(room, sizes=dict.fromkeys(world.LEVELS, 0))


def proposed(audit: Audit, file: Path, today: dt.date) -> list[tuple[str, str, float, float]]:
    propose_from_calendar(audit=audit, data=file.read_bytes(), name=file.name, today=today)
    rows = Touchpoint.objects.filter(audit=audit).order_by("name")
    found = [(row.name, row.tier, round(row.per_quarter, 1), row.minutes) for row in rows]
    rows.delete()
    return found


def test_own_calendar_gives_tier_rhythm_and_people_and_leaves_private_entries_out(audit: Audit):
    us, them = sides_of(audit)
    people = [
        NewRespondent(us, "management", "Priya Raman", "", "priya.raman@northwind.example"),
        NewRespondent(them, "operational", "Dario Venn", "", "dario.venn@halden.example"),
    ]
    add_respondents(audit=audit, people=people)
    propose_from_calendar(audit=audit, data=OURS.read_bytes(), name=OURS.name, today=TODAY)
    rows = {row.name: row for row in Touchpoint.objects.filter(audit=audit)}
    assert {name: (row.tier, row.minutes) for name, row in rows.items()} == {
        "Halden weekly sync": ("wts", 45),
        "Quarterly strategic review Halden × Northwind": ("qsr", 120),
        "Lunch with Dario": ("other", 60),
    }
    weekly = rows["Halden weekly sync"]
    assert weekly.people == {us.key: {"management": 1}, them.key: {"operational": 1}}
    assert weekly.per_quarter == pytest.approx(13, abs=1.5)
    assert evidence.touchpoints_of(audit, sides_of(audit)) == ()
    keep_touchpoint(audit=audit, touchpoint=weekly, people=weekly.people, past=30.0, planning=15.0)
    (counted,) = evidence.touchpoints_of(audit, sides_of(audit))
    assert (counted.minutes, counted.split.past) == (45, 30)


@pytest.mark.parametrize(
    ("file", "today"),
    [
        ("ical-apache/google_dtstart_until_mismatch.ics", dt.date(2023, 11, 1)),
        ("ical-apache/office_360_nz_tz.ics", dt.date(2026, 1, 5)),
        ("icaljs-mpl/recur_instances.ics", dt.date(2012, 11, 1)),
        ("icaljs-mpl/daily_recur.ics", dt.date(2012, 11, 1)),
        ("icalendar-bsd/timezoned.ics", dt.date(2012, 4, 1)),
    ],
)
def test_calendars_of_google_outlook_and_others_become_proposals(audit: Audit, file: str, today: dt.date):
    found = proposed(audit, CALENDARS / file, today)
    assert found != []
    assert all(0 < minutes <= 480 and per_quarter > 0 for _name, _tier, per_quarter, minutes in found)


@pytest.mark.slow
def test_every_shared_calendar_is_read_or_refused_in_words(audit: Audit):
    """None of them is private here, as nobody's address is known yet; none makes anything count."""
    files = sorted(CALENDARS.rglob("*.ics"))
    assert len(files) == 27
    read, refused = 0, []
    for file in files:
        try:
            read += len(proposed(audit, file, dt.date(2025, 6, 1)))
        except UnableToAudit as reason:
            refused.append(str(reason))
    assert read > 0
    assert all(reason.endswith(".") for reason in refused)
    assert Touchpoint.objects.filter(is_confirmed=True).count() == 0
