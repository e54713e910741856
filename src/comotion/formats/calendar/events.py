"""One event of a file: its lines understood, or one sentence that names the event and the line."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

import icalendar

from comotion.formats.calendar.attendees import attendees
from comotion.formats.calendar.components import NAME, Block
from comotion.formats.calendar.records import Attendee, People
from comotion.formats.calendar.rules import UnusableRule, check, mend, rules_of, without_blanks
from comotion.formats.calendar.zones import zone_names
from comotion.formats.tables import Problem

DATES = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE")
LONGEST_LINE = 100_000
LONGEST_SUMMARY = 300
MEND = "Mend the event in the calendar and export it again; it was left out, the others were read."
WITHOUT = "The event was read without that line."
PRIVATE = frozenset({"PRIVATE", "CONFIDENTIAL"})
IDENTITY = frozenset({"DTSTART", "RECURRENCE-ID", "RRULE", "SUMMARY"})


@dataclass(slots=True)
class Event:
    """An event as it stands in the file; with ``faults`` it cannot be used, with ``notes`` without some of its lines.

    An event that changes one occurrence of a series has the series' ``uid`` and ``is_override``.
    """

    uid: str
    summary: str
    line: int
    component: Any
    attendees: tuple[Attendee, ...] = ()
    faults: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unknown_zones: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What a sentence calls it."""
        return f"“{(self.summary or self.uid)[:80]}”"

    @property
    def is_override(self) -> bool:
        """Whether it stands for one occurrence of a series."""
        return "RECURRENCE-ID" in self.component

    @property
    def is_private(self) -> bool:
        """Whether its owner has marked it as nobody else's business."""
        return str(self.component.get("CLASS", "")).strip().upper() in PRIVATE

    @property
    def repeats(self) -> bool:
        """Whether it takes place more than once."""
        return self.is_override or "RRULE" in self.component or "RDATE" in self.component


def understand(block: Block, people: People, end: dt.date, *, cancels: bool) -> Event:
    """Read the lines of an event; ``cancels`` says that its calendar takes back what it names."""
    lines = [(number, without_blanks(line)) for number, line in block.lines]
    component, broken = parsed([line for _, line in lines if len(line) <= LONGEST_LINE])
    for name, _ in broken:
        if name and name.upper() not in DATES:
            component.pop(name, None)
    if cancels:
        component["STATUS"] = "CANCELLED"
    event = Event(uid_of(component, lines), summary_of(component), block.line, component, invited(component, people))
    for name, text in broken:
        problem = unreadable(event, lines, name, text)
        (event.notes if problem.remedy == WITHOUT else event.faults).append(problem)
    event.faults += [
        Problem(
            number, line[:20], "LINE_TOO_LONG", f"{event.title} has {len(line):,} letters in line {number}.", None, MEND
        )
        for number, line in lines
        if len(line) > LONGEST_LINE
    ]
    if not event.faults:
        examine(event, lines, end)
    return event


def parsed(lines: list[str]) -> tuple[Any, list[tuple[str | None, str]]]:
    """Give the component that lines make, and what of them could not be read, by property."""
    try:
        component: Any = icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, OSError) as error:
        rest = [line for line in lines if property_of(line) not in DATES]
        if len(rest) == len(lines):
            return icalendar.Event(), [(None, str(error))]
        return parsed(rest)[0], [("DTSTART", str(error))]
    return component, list(component.errors)


def examine(event: Event, lines: list[tuple[int, str]], end: dt.date) -> None:
    """Find what makes the dates of an event unusable, and the zones that nothing defines."""
    for name, code, wrong in complaints(event.component, end):
        number, text = line_of(lines, name, event.line)
        message = f"{event.title} {wrong} (line {number})."
        event.faults.append(Problem(number, name, code, message, text or None, MEND))
    for name in ("DTSTART", "DTEND"):
        value = event.component.get(name)
        moment = getattr(value, "dt", None)
        if isinstance(moment, dt.datetime) and moment.tzinfo is None:
            number = line_of(lines, name, event.line)[0]
            event.unknown_zones += [(zone, number, name) for zone in zone_names(value)]


def complaints(component: Any, end: dt.date) -> list[tuple[str, str, str]]:
    """Give what is wrong with the dates of an event: the property, a code and what it does."""
    if "DTSTART" not in component:
        return [("DTSTART", "NO_START", "has no start")]
    if "EXRULE" in component:
        return [("EXRULE", "UNUSABLE_RULE", "has a rule of exceptions (EXRULE), which is out of use")]
    for name in DATES:
        if name in component and not usable(name, component[name]):
            return [(name, "NOT_A_DATE", f"gives something else than one date under {name}")]
    if ends_early(component):
        return [("DTEND", "END_BEFORE_START", "ends before it starts")]
    try:
        for rule in rules_of(component):
            mend(rule, component["DTSTART"].dt)
            check(rule, component["DTSTART"].dt, end)
    except UnusableRule as wrong:
        return [("RRULE", "UNUSABLE_RULE", str(wrong))]
    return []


def usable(name: str, value: Any) -> bool:
    """Say whether a property holds what its name promises."""
    if name == "RRULE":
        return True
    if name in {"RDATE", "EXDATE"}:
        several = value if isinstance(value, list) else [value]
        return all(isinstance(each.dt, dt.date | tuple) for dates in several for each in dates.dts)
    kind: type[Any] = dt.timedelta if name == "DURATION" else dt.date
    return isinstance(getattr(value, "dt", None), kind)


def ends_early(component: Any) -> bool:
    """Say whether an event ends before it starts."""
    start, end = component["DTSTART"].dt, getattr(component.get("DTEND"), "dt", None)
    length = getattr(component.get("DURATION"), "dt", dt.timedelta())
    if end is None:
        return bool(length < dt.timedelta())
    if not (isinstance(start, dt.datetime) and isinstance(end, dt.datetime)):
        return dt.date(end.year, end.month, end.day) < dt.date(start.year, start.month, start.day)
    if (start.tzinfo is None) != (end.tzinfo is None):
        return end.replace(tzinfo=None) < start.replace(tzinfo=None)
    return end < start


def unreadable(event: Event, lines: list[tuple[int, str]], name: str | None, text: str) -> Problem:
    """Name the event and the line of something that could not be read; without its dates an event is of no use."""
    if name is None:
        number, line = next(((each, line) for each, line in lines if line[:60] in text), (event.line, ""))
    else:
        number, line = line_of(lines, name, event.line)
    found = name or property_of(line)
    message = f"{event.title} has a line that cannot be read (line {number})."
    remedy = MEND if found is None or found.upper() in DATES else WITHOUT
    return Problem(number, found, "UNREADABLE_LINE", message, line[:200] or None, remedy)


def line_of(lines: list[tuple[int, str]], name: str, default: int) -> tuple[int, str]:
    """Find the last line of a property, which is where a second one would be wrong."""
    found = [(number, line[:200]) for number, line in lines if property_of(line) == name.upper()]
    return found[-1] if found else (default, "")


def property_of(line: str) -> str | None:
    """Give the name of a line."""
    return head[1].upper() if (head := NAME.match(line)) else None


def invited(component: Any, people: People) -> tuple[Attendee, ...]:
    """Give the people of an event, the organizer first."""
    entries: list[Any] = []
    for name in ("ORGANIZER", "ATTENDEE"):
        value = component.get(name, [])
        entries += value if isinstance(value, list) else [value]
    return attendees(entries, people)


def uid_of(component: Any, lines: list[tuple[int, str]]) -> str:
    """Give the id of an event; one without has an id made of what it says, which the next export has again."""
    found = component.get("UID")
    if isinstance(found, str) and found.strip():
        return found.strip()
    said = "\n".join(line for _, line in lines if property_of(line) in IDENTITY)
    return f"without-uid-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:16]}"


def summary_of(component: Any) -> str:
    """Give the title of an event on one line; empty where it has none."""
    found = component.get("SUMMARY", "")
    text = found[0] if isinstance(found, list) else found
    return " ".join(str(text).split())[:LONGEST_SUMMARY]
