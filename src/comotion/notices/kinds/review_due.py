"""A monthly or quarterly review is near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.clock import today
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.identity.models import Person
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told, UnableToAnswer
from comotion.notices.quoting import day_in
from comotion.notices.reader import wording
from comotion.notices.reviews import Review, next_reviews
from comotion.partnerships.models import Partnership
from comotion.partnerships.operations import change_standing
from comotion.rhythm.queries import last_held


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say when the next review is, and when one met last."""
    day = today()
    found = next_reviews(day, refs=abouts)
    last = last_held(day) if found else {}
    return {one.ref: _told(one, last.get(one.partnership_id), day, organization) for one in found}


def _told(review: Review, last: dt.date | None, day: dt.date, organization: str) -> Told:
    words = {"name": review.name, "day": wording().full_day(review.date), "days": (review.date - day).days}
    says = _("The next review with %(name)s is on %(day)s, in %(days)s days.") % words
    if last is not None:
        says += " " + _("You last met %(days)s days ago.") % {"days": wording().number((day - last).days)}
    return Told(
        title=_("Review ahead: %(name)s") % words,
        says=says,
        path=reverse("room:overview", kwargs={"organization": organization, "ref": review.ref}),
        act=_("Prepare the review"),
        where=review.name,
        hint=_("To move it, reply with the new day alone, such as %(day)s.") % {"day": review.date.isoformat()},
    )


def answer(about: str, text: str, at: dt.datetime) -> str:
    """Set the day of the next review to the day that the reply begins with."""
    principal = current_principal()
    require(principal, "change", "standing")
    partnership = Partnership.objects.filter(ref=about).first()
    day = day_in(text)
    if partnership is None or day is None or day < at.date():
        raise UnableToAnswer(_("The reply names no day ahead."))
    by = Person.objects.get(pk=principal.person_id or 0)
    change_standing(partnership=partnership, at=at, by=by, next_review_date=day)
    return _("The next review is now on %(day)s.") % {"day": wording().full_day(day)}


KIND = Kind("review_due", gettext_lazy("A review is a week away"), "review", Rate.DAILY, tell, answer)
