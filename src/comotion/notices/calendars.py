"""Calendar feeds: one's meetings and promises, or those of one partnership, for the calendar one already has."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from comotion.core.audit import record
from comotion.core.links import OpenedLink, holder_rights, link_address, make_link
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.identity.models import Person
from comotion.identity.queries import acting_organization
from comotion.notices.addresses import mail_domain
from comotion.partnerships.models import Partnership, Standing
from comotion.rhythm.models import Commitment, CommitmentState, Meeting

PURPOSE = "calendar"
SCOPES = frozenset({"today:read", "commitments:read"})
MINE = "mine"
HOLDS = dt.timedelta(days=365)
REACHES_BACK = dt.timedelta(days=90)
MOST = 1000


class UnableToGiveFeed(ValueError):
    """There is no feed; the message says why."""


@transaction.atomic
def make_feed(*, subject: str, at: dt.datetime) -> str:
    """Make a feed of whoever acts, of all that is theirs or of one partnership; return its address, shown once."""
    principal = current_principal()
    require(principal, "read", "today")
    person = Person.objects.filter(pk=principal.person_id or 0).first()
    if person is None or (subject != MINE and not Partnership.objects.filter(ref=subject).exists()):
        raise UnableToGiveFeed(_("There is no such calendar."))
    link, secret = make_link(
        purpose=PURPOSE, subject=subject, holder=person.email, person_id=person.pk, expires_at=at + HOLDS, at=at
    )
    record("calendar.made", "link", link.ref, at=at)
    return link_address(PURPOSE, secret)


def feed_of(link: OpenedLink, day: dt.date) -> bytes:
    """Return the calendar that a link leads to, as its person may see it now."""
    with holder_rights(link):
        person = Person.objects.get(pk=link.person_id or 0)
        meetings = Meeting.objects.filter(scheduled_date__gte=day - REACHES_BACK, partnership__in=_rooms(link, person))
        promises = Commitment.objects.filter(state=CommitmentState.OPEN, partnership__in=Partnership.objects.all())
        if link.subject == MINE:
            promises = promises.filter(owner_name=person.name)
        else:
            promises = promises.filter(partnership__ref=link.subject)
        calendar = _calendar(link)
        for meeting in meetings.select_related("partnership").order_by("scheduled_date", "pk")[:MOST]:
            calendar.add_component(_meeting(meeting))
        for promise in promises.select_related("partnership").order_by("due_date", "pk")[:MOST]:
            calendar.add_component(_promise(promise))
    return bytes(calendar.to_ical())


def _rooms(link: OpenedLink, person: Person) -> Any:
    rooms = Partnership.objects.all()
    if link.subject != MINE:
        return rooms.filter(ref=link.subject)
    return rooms.filter(pk__in=kept_by(person))


def _calendar(link: OpenedLink) -> Calendar:
    room = Partnership.objects.filter(ref=link.subject).values_list("name", flat=True).first()
    calendar = Calendar()
    calendar.add("prodid", "-//Comotion//Calendar feed//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{room or acting_organization().name} · Comotion")
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    return calendar


def _meeting(meeting: Meeting) -> Event:
    assert meeting.scheduled_date is not None
    kind = meeting.get_kind_display()
    return _whole_day(f"meeting-{meeting.pk}", meeting.scheduled_date, f"{kind}: {meeting.partnership.name}")


def _promise(promise: Commitment) -> Event:
    return _whole_day(
        f"commitment-{promise.pk}", promise.due_date, _("Due: %(text)s") % {"text": promise.text},
        f"{promise.partnership.name} · {promise.owner_name}".strip(" ·"),
    )  # fmt: skip


def _whole_day(key: str, day: dt.date, summary: str, description: str = "") -> Event:
    event = Event()
    event.add("uid", f"{_hidden(key)}@{mail_domain()}")
    event.add("dtstamp", dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", summary)
    if description:
        event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def _hidden(key: str) -> str:
    """Return an id that stays the same and tells no number of ours."""
    return hmac.new(settings.SECRET_KEY.encode(), f"calendar:{key}".encode(), hashlib.sha256).hexdigest()[:32]


def kept_by(person: Person) -> Any:
    """Return the partnerships that a person looks after, as the acting organization has it."""
    own = Standing.objects.filter(owner_org_id=current_principal().organization_id)
    return own.filter(Q(owner=person) | Q(owner=None, owner_name=person.name)).values("partnership_id")
