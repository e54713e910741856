"""Read a calendar from a stranger: its occurrences between two dates, its series, and all that is wrong with it."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from itertools import islice

from comotion.formats.calendar.attendees import company_domains, is_shared
from comotion.formats.calendar.components import components
from comotion.formats.calendar.events import Event, understand
from comotion.formats.calendar.expansion import MOST_OF_A_SERIES, UnfollowableSeries, expand, moment_of
from comotion.formats.calendar.horizon import fits_no_day, horizon
from comotion.formats.calendar.records import Occurrence, People, Schedule, Series, Window
from comotion.formats.calendar.rhythm import series
from comotion.formats.calendar.rules import rules_of
from comotion.formats.calendar.zones import define, fresh_zones, zone_names
from comotion.formats.tables import Problem

MOST = 50_000


def read_calendar(data: bytes, name: str, window: Window, people: People | None = None) -> Schedule:
    """Read a calendar; ``name`` is only used in messages and is never trusted.

    Where ``people`` names domains of partners, an event that nobody of them attends, or that is marked private, is
    personal: it is counted, and nothing else of it is given back. Raises Unreadable with one sentence where the file is
    no calendar.
    """
    known = given(people or People())
    with fresh_zones(), horizon(window.end):
        found = components(data, name)
        problems = [*found.problems, *define(found.zones)]
        events = [
            understand(block, known, window.end, cancels=block.calendar in found.cancels) for block in found.events
        ]
        shared = groups(events, known)
        kept = [event for group in shared.values() for event in group]
        listed = Listing(window)
        for group in shared.values():
            listed.add(group)
    if known.theirs is not None:
        problems = [dataclasses.replace(each, value=None) for each in problems]
    problems += [*faults(kept), *unknown_zones(kept), *listed.problems, *unattended(events, known)]
    return Schedule(
        calendars=found.calendars, events=len(events), personal=len(events) - len(kept), zones=zones(kept),
        series=tuple(listed.series), occurrences=tuple(sorted(listed.occurrences, key=moment_of)),
        problems=tuple(sorted(problems, key=lambda each: each.row or 0)),
    )  # fmt: skip


def given(people: People) -> People:
    """Give the domains as they are compared."""
    theirs = None if people.theirs is None else company_domains(people.theirs)
    return People(company_domains(people.ours), theirs)


def groups(events: list[Event], people: People) -> dict[str, list[Event]]:
    """Put together the events of each id; personal ones are left out."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event.uid].append(event)
    if people.theirs is None:
        return found
    return {uid: group for uid, group in found.items() if is_ours_to_read(group)}


def is_ours_to_read(group: list[Event]) -> bool:
    """Say whether events of one id are with a partner, and none of them is marked private."""
    return any(is_shared(event.attendees) for event in group) and not any(event.is_private for event in group)


class Listing:
    """Gathers the occurrences of one id after the other, up to a number that no calendar of people has."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.occurrences: list[Occurrence] = []
        self.series: list[Series] = []
        self.problems: list[Problem] = []

    def add(self, group: list[Event]) -> None:
        """Add the occurrences of one id, and its series where it is one."""
        events = [event for event in group if not event.faults]
        if not events:
            return
        self.problems += twice(events)
        try:
            found = expand(events, self.window)
        except UnfollowableSeries as wrong:
            self.problems.append(unfollowable(events[0], str(wrong)))
            return
        if len(found) <= 1:
            self.problems += [fitless(event) for event in events if never_again(event)]
        room = min(MOST_OF_A_SERIES, MOST - len(self.occurrences))
        if len(found) > room:
            self.problems.append(too_many(events[0], len(found), room))
        self.occurrences += islice(found, room)
        if found and any(event.repeats for event in events):
            self.series.append(series(events, found, self.window))


def faults(events: list[Event]) -> list[Problem]:
    """Give what is wrong with single events: the first thing that makes one unusable, and the lines left out."""
    return [problem for event in events for problem in (*event.faults[:1], *event.notes)]


def unknown_zones(events: list[Event]) -> list[Problem]:
    """Name each zone once that nothing defines."""
    first: dict[str, Problem] = {}
    for event in events:
        for zone, line, column in event.unknown_zones:
            message = f"{event.title} names a zone that nothing defines (line {line}): its times stand as written."
            remedy = "Read these times as those of the place, or set a zone in the calendar and export it again."
            first.setdefault(zone, Problem(line, column, "UNKNOWN_ZONE", message, zone, remedy))
    return list(first.values())


def zones(events: list[Event]) -> tuple[str, ...]:
    """Give the names of zones that starts and ends refer to."""
    names = {
        zone for event in events for name in ("DTSTART", "DTEND") for zone in zone_names(event.component.get(name))
    }
    return tuple(sorted(names))


def twice(events: list[Event]) -> list[Problem]:
    """Say where one id stands for several events of different times, of which only the newest counts."""
    masters = [event for event in events if not event.is_override]
    if len({str(event.component["DTSTART"].dt) for event in masters}) < 2:
        return []
    return [
        Problem(
            masters[1].line, "UID", "ID_STANDS_TWICE",
            f"{masters[1].title} has the id of the event in line {masters[0].line}; only the newest of them was read.",
            masters[1].uid[:200], "Give the events ids of their own, or load the calendar they come from.",
        )
    ]  # fmt: skip


def unfollowable(event: Event, reason: str) -> Problem:
    """Say that the dates of a series make no sense together."""
    return Problem(
        event.line, "RRULE", "UNFOLLOWABLE_SERIES", f"The dates of {event.title} contradict each other.", reason,
        "Mend the event in the calendar and export it again; it was left out, the others were read.",
    )  # fmt: skip


def never_again(event: Event) -> bool:
    """Say whether an event has a rule that never takes place."""
    start = event.component["DTSTART"].dt
    return any(fits_no_day(rule, start) for rule in rules_of(event.component))


def fitless(event: Event) -> Problem:
    """Say that a rule asks for days that never come."""
    return Problem(
        event.line, "RRULE", "UNUSABLE_RULE", f"{event.title} repeats on days that never come.", None,
        "Mend the rule in the calendar and export it again; the event counts once.",
    )  # fmt: skip


def too_many(event: Event, count: int, room: int) -> Problem:
    """Say that not all occurrences are listed."""
    return Problem(
        event.line, "RRULE", "TOO_MANY_OCCURRENCES",
        f"{event.title} takes place {count:,} times in this window; {room:,} are listed.", str(count),
        "Ask for a shorter time.",
    )  # fmt: skip


def unattended(events: list[Event], people: People) -> list[Problem]:
    """Say that a file names nobody, so nothing in it can be told to be with a partner."""
    if people.theirs is None or not events or any(event.attendees for event in events):
        return []
    return [
        Problem(
            None, "ATTENDEE", "NO_ATTENDEES", "No event of the file names who takes part, so all were left out.", None,
            "Export the calendar from the program itself: published links leave attendees out.",
        )
    ]  # fmt: skip
