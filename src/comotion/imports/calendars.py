"""A calendar as meetings of the rhythm: entries with partners only, each loaded once a person has said what it is.

What is kept of the file is packed here in place of the file itself: nothing of anybody's personal entries is stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comotion.formats.calendar.expansion import as_time
from comotion.formats.calendar.isolated import read_calendar_isolated
from comotion.formats.calendar.records import Attendee, Occurrence, Schedule, Series, UnusableWindow, Window
from comotion.formats.calendar.tiers import guess
from comotion.formats.tables import Unreadable
from comotion.imports.packing import pack, unpack
from comotion.imports.sides import Sides
from comotion.partnerships.models import Partnership

FORMAT = "ics"
TIER, PARTNER = ":tier", ":partnership"
CONFIRMED = ("guesses", "confirmed")
"""The answer that takes every guess as it stands; without it only what was said one by one is loaded."""
NOBODY_KNOWN = gettext_noop(
    "No partner's mail domain is known here, so no meeting can be told from somebody's personal entry."
)
SAY_WHO = gettext_noop("Give the partnerships a website, or say which domain is whose beside the file.")
BACK, AHEAD = dt.timedelta(days=365), dt.timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Entry:
    """A series, or a meeting of its own: what it looks like, with whom, and when it takes place.

    ``theirs`` gives the people of each partner by the reference of the room, the likeliest partner first. ``times``
    holds for each meeting what it is known again by, its day, when it ends, and its length.
    """

    key: str
    title: str
    repeats: bool
    tier: str | None
    confidence: float
    per_quarter: float | None
    minutes: float | None
    ours: list[str]
    theirs: dict[str, list[str]]
    times: list[list[Any]]

    def answer(self, choices: Mapping[str, str]) -> tuple[str, str] | None:
        """Return the kind of meeting and the partner that a person has confirmed; None where it is left out."""
        tier, partner = choices.get(self.key + TIER), choices.get(self.key + PARTNER)
        if tier is None and choices.get(CONFIRMED[0]) == CONFIRMED[1]:
            tier = self.tier
        return (tier, partner or next(iter(self.theirs))) if tier else None


def read(data: bytes, name: str, sides: Sides, choices: Mapping[str, str], at: dt.datetime) -> tuple[bytes, Schedule]:
    """Read a calendar, and pack what is with partners.

    Raises
    ------
    Unreadable
        If it is no calendar, or nothing in it can be told to be with a partner.

    """
    if not sides.theirs:
        raise Unreadable(f"{_(NOBODY_KNOWN)} {_(SAY_WHO)}")
    found = read_calendar_isolated(data, name, window_of(choices, at), sides.people)
    refs = dict(Partnership.objects.values_list("pk", "ref"))
    entries = [asdict(each) for each in entries_of(found, sides, refs)]
    return pack({"entries": entries, "events": found.events, "personal": found.personal}), found


def window_of(choices: Mapping[str, str], at: dt.datetime) -> Window:
    """Return the days that are read: a year back and a quarter ahead, unless an answer says ``from`` or ``to``."""
    try:
        start = dt.date.fromisoformat(choices.get("from", "")) if "from" in choices else at.date() - BACK
        end = dt.date.fromisoformat(choices.get("to", "")) if "to" in choices else at.date() + AHEAD
        return Window(start, end)
    except UnusableWindow as wrong:
        raise Unreadable(str(wrong)) from wrong
    except ValueError as wrong:
        raise Unreadable(_("Write the days as 2026-01-31.")) from wrong


def entries_of(found: Schedule, sides: Sides, refs: Mapping[int, str]) -> Iterator[Entry]:
    """Give the series first, then the meetings of their own; what is guessed surest comes first."""
    series = {each.uid: each for each in found.series}
    times: dict[str, list[Occurrence]] = {}
    for each in found.occurrences:
        times.setdefault(each.uid, []).append(each)
    entries = [entry_of(held, series.get(uid), sides, refs) for uid, held in times.items()]
    yield from sorted(entries, key=lambda each: (not each.repeats, -each.confidence, each.title.casefold()))


def entry_of(held: list[Occurrence], series: Series | None, sides: Sides, refs: Mapping[int, str]) -> Entry:
    """Sum up one series, or one meeting of its own."""
    first = held[0]
    people = series.attendees if series else first.attendees
    kind = series.guess if series else guess(first.summary, per_quarter=None, minutes=first.minutes, attendees=people)
    present = [each for each in people if not each.declined]
    return Entry(
        key=digest(first.uid), title=series.summary if series else first.summary, repeats=series is not None,
        tier=kind.tier, confidence=kind.confidence, per_quarter=series.per_quarter if series else None,
        minutes=series.minutes if series else first.minutes,
        ours=[named(each) for each in present if each.side == "ours"],
        theirs=partners_of(people, sides, refs), times=[time_of(each) for each in held],
    )  # fmt: skip


def partners_of(people: tuple[Attendee, ...], sides: Sides, refs: Mapping[int, str]) -> dict[str, list[str]]:
    """Return the people of each partner, the partner with most of them first; who declined is not among them."""
    found: dict[str, list[str]] = {}
    for each in people:
        for key in sides.partnerships_of(each.domain) if each.side == "theirs" else ():
            names = found.setdefault(refs[key], [])
            names += [] if each.declined else [named(each)]
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def named(person: Attendee) -> str:
    """Return what a person is called, else their address."""
    return person.name or person.address


def time_of(held: Occurrence) -> list[Any]:
    """Return what a meeting is known again by, its day where it takes place, when it ends, and its minutes."""
    planned = held.original.isoformat() if held.original else ""
    day = dt.date(held.start.year, held.start.month, held.start.day)
    return [digest(held.uid, planned), day.isoformat(), as_time(held.end).isoformat(), held.minutes]


def digest(*texts: str) -> str:
    """Make a short id of long ones."""
    return hashlib.sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()[:20]


def kept_entries(content: bytes) -> list[Entry]:
    """Give back what was packed."""
    return [Entry(**each) for each in unpack(content)["entries"]]


def meetings_of(
    entries: list[Entry], choices: Mapping[str, str], sponsors: Mapping[str, tuple[str, str]], at: dt.datetime
) -> Iterator[dict[str, Any]]:
    """Give a row for each meeting that was confirmed; what has ended counts as held.

    ``sponsors`` names the sponsors of both sides by the reference of the room.
    """
    for entry in entries:
        answer = entry.answer(choices)
        for key, day, end, minutes in entry.times if answer else ():
            assert answer is not None
            theirs = entry.theirs.get(answer[1], [])
            our_sponsor, their_sponsor = sponsors.get(answer[1], ("", ""))
            scheduled = dt.date.fromisoformat(day)
            yield {
                "external_id": f"ics-{key}", "partnership": answer[1], "kind": answer[0], "scheduled_date": scheduled,
                "held_date": scheduled if dt.datetime.fromisoformat(end) <= at else None,
                "our_attendees": "; ".join(entry.ours) or None, "their_attendees": "; ".join(theirs) or None,
                "our_sponsor_present": is_among(our_sponsor, entry.ours),
                "their_sponsor_present": is_among(their_sponsor, theirs),
                "minutes": None if minutes is None else round(minutes),
            }  # fmt: skip


def is_among(name: str, people: list[str]) -> bool | None:
    """Say whether somebody is among people; None where nobody is named or nobody is known."""
    return name.casefold() in {each.casefold() for each in people} if name and people else None
