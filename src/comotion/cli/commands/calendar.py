"""``comotion calendar``: when the meetings of an .ics file take place, and the rhythm they show."""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comotion.cli.output import DONE, PROBLEMS, add_json_argument, print_json, print_table, refuse, write

if TYPE_CHECKING:
    from comotion.formats.calendar.records import Attendee, Occurrence, People, Schedule, Series, Window

SHOWN = 40


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("calendar", help="meetings and rhythm of an .ics file; needs no database")
    parser.add_argument("file", metavar="FILE.ics")
    parser.add_argument("--from", dest="start", metavar="D", required=True, help="first day, as 2026-01-01")
    parser.add_argument("--to", dest="end", metavar="D", required=True, help="the day after the last one")
    parser.add_argument(
        "--own-domain", metavar="DOMAIN", action="append", default=[], help="our people's mail; may stand several times"
    )
    parser.add_argument(
        "--partner-domain", metavar="DOMAIN", action="append", default=None,
        help="partners' mail; meetings that none of them attends are then left out as personal",
    )  # fmt: skip
    add_json_argument(parser)
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> int:
    """List the occurrences, the series and the problems."""
    from comotion.formats.calendar.isolated import read_calendar_isolated
    from comotion.formats.tables import Unreadable

    file, window, people = Path(args.file), _window(args), _people(args)
    try:
        found = read_calendar_isolated(file.read_bytes(), file.name, window, people)
    except Unreadable as problem:
        refuse(str(problem))
    if args.json:
        print_json(document(found))
    else:
        _show(found, window)
    return PROBLEMS if found.problems else DONE


def _window(args: argparse.Namespace) -> Window:
    from comotion.formats.calendar.records import UnusableWindow, Window

    try:
        return Window(_day("--from", args.start), _day("--to", args.end))
    except UnusableWindow as problem:
        refuse(str(problem))


def _day(option: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        refuse(f"{option} {text} is no date. Write it as 2026-01-31.")


def _people(args: argparse.Namespace) -> People:
    from comotion.formats.calendar.attendees import company_domains
    from comotion.formats.calendar.records import People

    for domain in (*args.own_domain, *(args.partner_domain or [])):
        if not company_domains([domain]):
            refuse(f"“{domain}” is everybody's mail, not the domain of one company. Name a domain of its own.")
    partners = None if args.partner_domain is None else frozenset(args.partner_domain)
    return People(frozenset(args.own_domain), partners)


def document(found: Schedule) -> dict[str, Any]:
    """Give a calendar as JSON. The end of what lasts all day is the first day after it; addresses stay out."""
    return {
        "calendars": found.calendars,
        "events": found.events,
        "personal": found.personal,
        "zones": list(found.zones),
        "series": [_series(each) for each in found.series],
        "occurrences": [_occurrence(each) for each in found.occurrences],
        "problems": [asdict(each) for each in found.problems],
    }


def _series(each: Series) -> dict[str, Any]:
    return {
        "uid": each.uid,
        "summary": each.summary,
        "tier_of_review_guess": each.guess.tier,
        "confidence": each.guess.confidence,
        "per_quarter": each.per_quarter,
        "minutes": each.minutes,
        "people": _sides(each.attendees),
    }


def _occurrence(each: Occurrence) -> dict[str, Any]:
    return {
        "uid": each.uid,
        "start": each.start.isoformat(),
        "end": each.end.isoformat(),
        "all_day": each.all_day,
        "summary": each.summary,
        "people": _sides(each.attendees),
    }


def _sides(attendees: tuple[Attendee, ...]) -> dict[str, int] | None:
    """Count who was invited and did not decline, by side; None where the file names nobody."""
    if not attendees:
        return None
    counts = Counter(each.side or "others" for each in attendees if not each.declined)
    return {side: counts[side] for side in ("ours", "theirs", "others")}


def _show(found: Schedule, window: Window) -> None:
    write(f"{len(found.occurrences):,} meetings from {window.start} until before {window.end}; {_about(found)}")
    if found.series:
        write()
        print_table(
            ("series", "looks like", "certainty", "per quarter", "minutes"),
            [(each.summary, each.guess.tier, each.guess.confidence or None, each.per_quarter, each.minutes)
             for each in found.series[:SHOWN]],
        )  # fmt: skip
    if found.occurrences:
        write()
        print_table(("start", "minutes", "meeting"), [_line(each) for each in found.occurrences[:SHOWN]])
    if found.problems:
        write()
        print_table(("line", "problem", "what to do"), [(p.row, p.message, p.remedy) for p in found.problems[:SHOWN]])
    if max(len(found.series), len(found.occurrences), len(found.problems)) > SHOWN:
        write(f"Only the first {SHOWN} lines of each table are shown; --json lists everything.")


def _about(found: Schedule) -> str:
    parts = [f"{found.events:,} events in the file"]
    if found.personal:
        parts.append(f"{found.personal:,} without a partner left out")
    return ", ".join(parts)


def _line(each: Occurrence) -> tuple[Any, ...]:
    return each.start, "all day" if each.all_day else each.minutes, each.summary
