"""``comotion calendar`` and ``comotion inspect`` of a calendar, as a script uses them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comotion.identity.models import Membership
from comotion.imports.models import ImportRun
from comotion.rhythm.models import Meeting
from tests.cli.conftest import Run
from tests.factories import make_partnership

SAMPLES = Path(__file__).parents[1] / "formats" / "calendar" / "samples"
GOOGLE, OUTLOOK = str(SAMPLES / "google_with_personal_entries.ics"), str(SAMPLES / "outlook_with_windows_zones.ics")
QUARTER = ("--from", "2026-01-01", "--to", "2026-04-01")


def test_calendar_gives_series_occurrences_and_problems(run: Run) -> None:
    answer = run("calendar", GOOGLE, *QUARTER, "--own-domain", "halden.example", "--partner-domain", "northwind.example",
                 "--json")  # fmt: skip

    people = {"ours": 1, "theirs": 1, "others": 0}
    assert answer.status == 0
    assert answer.document == {
        "calendars": 1, "events": 4, "personal": 3, "zones": ["Europe/Berlin"],
        "series": [
            {"uid": "qsr@google.com", "summary": "Quarterly strategic review with Northwind",
             "tier_of_review_guess": "qsr", "confidence": 0.99, "per_quarter": 1.0, "minutes": 120.0, "people": people}
        ],
        "occurrences": [
            {"uid": "qsr@google.com", "start": "2026-03-20T13:00:00+01:00", "end": "2026-03-20T15:00:00+01:00",
             "all_day": False, "summary": "Quarterly strategic review with Northwind", "people": people}
        ],
        "problems": [],
    }  # fmt: skip


def test_problems_are_listed_and_said_by_the_status(run: Run) -> None:
    answer = run("calendar", GOOGLE, *QUARTER, "--json")
    table = run("calendar", GOOGLE, *QUARTER)

    assert (answer.status, table.status) == (1, 1)
    assert [(each["row"], each["column"], each["code"]) for each in answer.document["problems"]] == [
        (38, "DTSTART", "UNREADABLE_LINE")
    ]
    assert answer.document["occurrences"][0]["people"] == {"ours": 0, "theirs": 0, "others": 1}
    assert "“Secret plan” has a line that cannot be read (line 38)." in table.out


def test_table_shows_the_rhythm_and_says_what_it_leaves_out(run: Run) -> None:
    answer = run("calendar", OUTLOOK, "--from", "2026-01-01", "--to", "2028-01-01")

    lines = answer.out.splitlines()
    assert (answer.status, answer.err) == (0, "")
    assert lines[0] == "47 meetings from 2026-01-01 until before 2028-01-01; 4 events in the file"
    assert lines[3].split() == ["Halden", "×", "Northwind:", "Weekly", "Tactical", "Sync", "wts", "1.0", "12.0", "45.0"]
    assert lines[-1] == "Only the first 40 lines of each table are shown; --json lists everything."


def test_people_are_missing_where_the_file_names_none(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "leave.ics"
    file.write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105\nEND:VEVENT\nEND:VCALENDAR\n")

    answer = run("calendar", str(file), *QUARTER, "--json")
    table = run("calendar", str(file), *QUARTER)

    assert answer.document["occurrences"] == [
        {"uid": "a", "start": "2026-01-05", "end": "2026-01-06", "all_day": True, "summary": "", "people": None}
    ]
    assert table.out.splitlines()[-1].split() == ["2026-01-05", "all", "day", "–"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((GOOGLE, "--from", "January", "--to", "2026-04-01"), "--from January is no date. Write it as 2026-01-31."),
        ((GOOGLE, "--from", "2026-04-01", "--to", "2026-01-01"), "2026-04-01 is not before 2026-01-01"),
        ((GOOGLE, *QUARTER, "--partner-domain", "gmail.com"), "“gmail.com” is everybody's mail"),
        ((__file__, *QUARTER), "test_calendar.py is no calendar"),
        (("nowhere.ics", *QUARTER), "nowhere.ics: No such file or directory"),
    ],
)
def test_what_cannot_be_listed_is_refused_in_one_line(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    answer = run("calendar", *arguments)

    assert (answer.status, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert answer.err.startswith(f"comotion: {sentence}")


def test_inspect_says_what_a_calendar_is(run: Run) -> None:
    answer = run("inspect", GOOGLE, "--json")
    lines = run("inspect", GOOGLE).out.splitlines()

    assert (answer.status, answer.document["kind"], answer.document["rows"]) == (0, "calendars", 4)
    assert lines == [
        "calendars (ics, utf-8, google)",
        "4 events; “comotion calendar FILE --from DATE --to DATE” lists when they take place",
    ]


@pytest.mark.usefixtures("member")
def test_import_refuses_a_calendar_while_no_partner_is_known(run: Run) -> None:
    answer = run("import", GOOGLE, "--no-refresh")

    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("comotion: No partner's mail domain is known here")
    assert ImportRun.unscoped.count() == 0


def test_import_lists_what_a_calendar_holds_and_loads_what_is_confirmed(run: Run, member: Membership) -> None:
    make_partnership(member.organization, "Northwind Traders", standing={"website": "northwind.example"})
    options = ("--as-of", "2026-05-01", "--no-refresh", "--json", "--choice", "to=2026-07-01")

    listed = run("import", GOOGLE, *options)
    loaded = run("import", GOOGLE, *options, "--confirm")

    (meeting,) = listed.document["meetings"]
    assert (listed.status, loaded.status) == (1, 0)
    assert (listed.document["created"], listed.document["problems"][0]["code"]) == (0, "NOT_CONFIRMED")
    assert (meeting["title"], meeting["tier_of_review_guess"], meeting["meetings"], meeting["confirmed_as"]) == (
        "Quarterly strategic review with Northwind", "qsr", 2, None,
    )  # fmt: skip
    assert (loaded.document["created"], loaded.document["personal"]) == (2, 3)
    held = Meeting.unscoped.order_by("scheduled_date").values_list("kind", "scheduled_date", "held_date")
    assert list(held) == [
        ("qsr", dt.date(2026, 3, 20), dt.date(2026, 3, 20)),
        ("qsr", dt.date(2026, 6, 19), None),
    ]
    assert ImportRun.unscoped.filter(state="applied").count() == 1


def test_one_meeting_is_confirmed_by_its_id(run: Run, member: Membership) -> None:
    make_partnership(member.organization, "Northwind Traders")
    options = ("--as-of", "2026-05-01", "--no-refresh", "--choice", "domain:northwind.example=Northwind Traders")
    listed = run("import", GOOGLE, *options, "--json")
    (meeting,) = listed.document["meetings"]

    loaded = run("import", GOOGLE, *options, "--choice", f"{meeting['id']}:tier=mbr")

    assert loaded.status == 0
    assert "Quarterly strategic review with Northwind" in loaded.out
    assert set(Meeting.unscoped.values_list("kind", flat=True)) == {"mbr"}
