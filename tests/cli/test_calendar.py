"""``comotion calendar`` and ``comotion inspect`` of a calendar, as a script uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from comotion.imports.models import ImportRun
from tests.cli.conftest import Run

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
def test_import_refuses_a_calendar_and_points_to_the_command(run: Run) -> None:
    answer = run("import", GOOGLE, "--no-refresh")

    assert (answer.status, answer.out) == (2, "")
    assert "list its meetings with “comotion calendar FILE --from DATE --to DATE”" in answer.err
    assert ImportRun.unscoped.filter(state="applied").count() == 0
