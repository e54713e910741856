"""Touchpoints: entered, proposed from meetings and calendars, confirmed by a person before they count."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.audits.enums import Tier
from comotion.audits.evidence import MINUTES, people_of, touchpoint_of
from comotion.audits.models import Audit, Respondent, Touchpoint
from comotion.audits.operations import UnableToAudit, like, refuse_if_issued, require_own
from comotion.audits.sides import at_level, sides_of
from comotion.core.principal import current_principal
from comotion.formats.calendar.attendees import company_domains
from comotion.formats.calendar.isolated import read_calendar_isolated
from comotion.formats.calendar.records import Attendee, Occurrence, People, Series, Window
from comotion.formats.tables import Unreadable
from comotion.rhythm.models import Meeting, MeetingKind

LOOKED_BACK = dt.timedelta(weeks=26)
QUARTERS = 2
USUAL_MINUTES = 60.0
WORKING_DAY = 480.0
"""What lasts longer in a calendar is a stay of several days, not a meeting of as many minutes."""
MOST = 200


def keep_touchpoint(
    *, audit: Audit, touchpoint: Touchpoint | None, people: Mapping[str, Mapping[str, int]], **fields: Any
) -> Touchpoint:
    """Keep a contact that somebody entered or confirmed; from then on it counts."""
    refuse_if_issued(audit)
    row = touchpoint or Touchpoint(**like(audit))
    require_own(row)
    sides = sides_of(audit)
    row.people, row.is_confirmed = people_of({key: dict(levels) for key, levels in people.items()}, sides), True
    for name, value in fields.items():
        setattr(row, name, value)
    if sum(getattr(row, name) or 0 for name in MINUTES) > row.minutes:
        raise UnableToAudit(_("The minutes by purpose add up to more than the meeting lasts."))
    if touchpoint_of(row, sides) is None:
        raise UnableToAudit(_("At least two people meet. Say how many of each side and level."))
    if Touchpoint.objects.filter(**like(audit, name=row.name)).exclude(pk=row.pk).exists():
        raise UnableToAudit(_("There is a touchpoint of this name already."))
    row.save()
    return row


def remove_touchpoint(*, touchpoint: Touchpoint) -> None:
    """Take a contact out of the audit."""
    refuse_if_issued(touchpoint.audit)
    require_own(touchpoint)
    touchpoint.delete()


@transaction.atomic
def propose_from_meetings(*, audit: Audit, today: dt.date) -> int:
    """Propose one contact for each kind of meeting of the last half-year; return how many are new."""
    refuse_if_issued(audit)
    held = Meeting.objects.filter(
        at_level(audit),
        partnership_id=audit.partnership_id,
        held_date__gt=today - LOOKED_BACK,
        held_date__lte=today,
    )
    by_kind: dict[str, list[Meeting]] = defaultdict(list)
    for one in held.order_by("held_date", "pk"):
        by_kind[one.kind].append(one)
    levels = _levels_by_name(audit)
    return sum(
        _propose(
            audit,
            name=str(MeetingKind(kind).label),
            tier=kind if kind in Tier.values else Tier.OTHER,
            per_quarter=max(0.1, len(meetings) / QUARTERS),
            minutes=float(median([one.minutes for one in meetings if one.minutes] or [USUAL_MINUTES])),
            people=_counted(levels.get(name.casefold()) for name in _names(meetings[-1])),
            source=_("meetings of the last half-year"),
        )
        for kind, meetings in by_kind.items()
    )


def _names(meeting: Meeting) -> set[str]:
    both = f"{meeting.our_attendees};{meeting.their_attendees}".replace(",", ";")
    return {name.strip() for name in both.split(";") if name.strip()}


def _propose(audit: Audit, *, name: str, **fields: Any) -> bool:
    """Keep a proposal, unless a contact of this name is there."""
    if Touchpoint.objects.filter(audit=audit, name=name[:200]).exists():
        return False
    Touchpoint.objects.create(**like(audit, name=name[:200], **fields))
    return True


Place = tuple[str, str]


def _levels_by_name(audit: Audit) -> dict[str, Place]:
    rows = Respondent.objects.filter(audit=audit).values_list("name", "organization_id", "level")
    return {name.casefold(): (str(side), level) for name, side, level in rows}


def _counted(places: Iterable[Place | None]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for place in places:
        if place is not None:
            levels = found.setdefault(place[0], {})
            levels[place[1]] = levels.get(place[1], 0) + 1
    return found


@transaction.atomic
def propose_from_calendar(*, audit: Audit, data: bytes, name: str, today: dt.date) -> int:
    """Propose the meetings of a calendar file; sides and levels are those of the people who are asked.

    Where the partner's addresses are known, entries that nobody of theirs attends are private and are not read.
    """
    refuse_if_issued(audit)
    places = {
        email.lower(): (str(side), level)
        for email, side, level in Respondent.objects.filter(audit=audit)
        .exclude(email="")
        .values_list("email", "organization_id", "level")
    }
    own = str(current_principal().organization_id)
    theirs = company_domains(email.rpartition("@")[2] for email, place in places.items() if place[0] != own)
    window = Window(today - LOOKED_BACK, today + dt.timedelta(days=1))
    try:
        found = read_calendar_isolated(data, name, window, People(frozenset(), theirs or None))
    except Unreadable as refused:
        raise UnableToAudit(str(refused)) from refused
    repeated = {one.uid for one in found.series}
    single = [one for one in found.occurrences if one.uid not in repeated]
    proposals = [_of_series(one, places) for one in found.series] + [_of_occurrence(one, places) for one in single]
    source = _("calendar %(name)s") % {"name": name}
    return sum(_propose(audit, source=source[:200], **one) for one in proposals[:MOST])


def _of_series(found: Series, places: Mapping[str, Place]) -> dict[str, Any]:
    tier = found.guess.tier if found.guess.tier in Tier.values else Tier.OTHER
    return _of_calendar(found, places) | {"tier": tier, "per_quarter": max(0.1, found.per_quarter or 1 / QUARTERS)}


def _of_occurrence(found: Occurrence, places: Mapping[str, Place]) -> dict[str, Any]:
    return _of_calendar(found, places) | {"tier": Tier.OTHER, "per_quarter": 1 / QUARTERS}


def _of_calendar(found: Series | Occurrence, places: Mapping[str, Place]) -> dict[str, Any]:
    present: Iterable[Attendee] = (one for one in found.attendees if not one.declined)
    return {
        "name": found.summary or _("Meeting without a title"),
        "minutes": min(found.minutes or USUAL_MINUTES, WORKING_DAY),
        "people": _counted(places.get(one.address.lower()) for one in present),
    }
