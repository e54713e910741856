"""Commitments as notices tell and replies settle them: those that a person made and that are due, or late."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.core.clock import now, today
from comotion.core.links import link_address, make_link
from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.identity.enums import MembershipState
from comotion.identity.models import Membership, Person
from comotion.notices.kind import Told, UnableToAnswer
from comotion.notices.quoting import day_in
from comotion.notices.reader import wording
from comotion.partnerships.models import Partnership
from comotion.rhythm.models import Commitment, CommitmentState
from comotion.rhythm.operations import HOLDS, PURPOSE, UnableToSettle, promise_anew, settle_commitment

DONE = re.compile(r"^(done|finished|completed|erledigt|fertig)\b", re.IGNORECASE)
DROPPED = re.compile(r"^(cancelled|canceled|dropped|abgesagt|entfällt)\b[\s:,.–-]*(.*)", re.IGNORECASE | re.DOTALL)


def tell_promises(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say what was promised, and how much time is left or how late it is."""
    if not may(current_principal(), "read", "commitments"):
        return {}
    rows = Commitment.objects.filter(ref__in=abouts, partnership__in=Partnership.objects.all())
    day = today()
    return {one.ref: _told(one, day, organization) for one in rows.select_related("partnership")}


def _told(commitment: Commitment, day: dt.date, organization: str) -> Told:
    late = (day - commitment.due_date).days
    words = {"text": commitment.text, "day": wording().full_day(commitment.due_date), "n": abs(late)}
    if commitment.state != CommitmentState.OPEN:
        says = _("It was settled meanwhile.")
    elif late > 0:
        says = ngettext("It was due on %(day)s, one day ago.", "It was due on %(day)s, %(n)s days ago.", late) % words
    elif late == 0:
        says = _("It is due today.")
    else:
        says = ngettext("It is due on %(day)s, tomorrow.", "It is due on %(day)s, in %(n)s days.", -late) % words
    return Told(
        title=(_("Late: %(text)s") if late > 0 else _("Due: %(text)s")) % {"text": _short(commitment.text)},
        says=says,
        path=reverse("commitments:commitment", kwargs={"organization": organization, "ref": commitment.ref}),
        act=_("Say how it stands"),
        where=commitment.partnership.name,
        severity="high" if late > 0 else "",
        hint=_("Or reply with one word: done. Or with a new day, such as %(day)s; or with: cancelled, and why.")
        % {"day": (day + dt.timedelta(days=7)).isoformat()},
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else f"{words[:79]}…"


def link_to_promise(about: str) -> str:
    """Return an address under which whoever acts can settle this one promise without logging in."""
    principal, at = current_principal(), now()
    person = Person.objects.get(pk=principal.person_id or 0)
    _link, secret = make_link(
        purpose=PURPOSE, subject=about, holder=person.email, person_id=person.pk, expires_at=at + HOLDS, at=at
    )
    return link_address(PURPOSE, secret)


def answer_promise(about: str, text: str, at: dt.datetime) -> str:
    """Settle a promise by what the reply begins with."""
    commitment = Commitment.objects.filter(ref=about).first()
    if commitment is None:
        raise UnableToAnswer(_("What this was about is gone."))
    day = day_in(text)
    try:
        if DONE.match(text.strip()):
            settle_commitment(commitment=commitment, state=CommitmentState.DONE, at=at)
            return _("Kept. Thank you.")
        if found := DROPPED.match(text.strip()):
            settle_commitment(commitment=commitment, state=CommitmentState.CANCELLED, reason=found[2], at=at)
            return _("Taken back. The other side reads why.")
        if day is not None:
            promise_anew(commitment=commitment, due=day, at=at)
            return _("Promised anew for %(day)s.") % {"day": wording().full_day(day)}
    except UnableToSettle as refused:
        raise UnableToAnswer(str(refused)) from refused
    raise UnableToAnswer(_("The reply begins with no word that settles it: done, cancelled, or a new day."))


def promisers(day: dt.date, *, within: int) -> list[tuple[int, str, dt.date]]:
    """Return (person, promise, due day) of the open promises of members, due at most ``within`` days ahead."""
    members = Membership.objects.filter(state=MembershipState.ACTIVE, person__is_active=True).order_by("-pk")
    people = {name: person for person, name in members.values_list("person_id", "person__name") if name}
    due = Commitment.objects.filter(
        state=CommitmentState.OPEN, due_date__lte=day + dt.timedelta(days=within), owner_name__in=list(people)
    )
    rows = due.order_by("due_date", "pk").values_list("owner_name", "ref", "due_date")
    return [(people[name], ref, date) for name, ref, date in rows]
