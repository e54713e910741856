"""Reminders: once a day, what is due soon or late, to those who look after it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from comotion.core.jobs import enqueue
from comotion.core.principal import Principal, acting_as, current_principal
from comotion.identity.queries import active_organizations
from comotion.notices.promises import promisers
from comotion.notices.queries import keepers_of
from comotion.notices.reviews import next_reviews
from comotion.notices.telling import Occasion, tell_person

REMIND = "notices.remind"
REVIEW_DAYS = 7
PROMISE_DAYS = 2


def ask_for_reminders(*, at: dt.datetime) -> int:
    """Queue the reminders of every organization, each in its own name."""
    organizations = active_organizations()
    for organization in organizations:
        with acting_as(Principal(organization.pk, "owner")):
            enqueue(REMIND, {}, at=at)
    return len(organizations)


def remind(*, at: dt.datetime) -> int:
    """Tell the people of the acting organization what is due; a second time on the same day nobody hears it again."""
    return remind_of_reviews(at=at) + remind_of_promises(at=at)


def remind_of_promises(*, at: dt.datetime) -> int:
    """Tell who promised something that it is due in two days, and once more when it is late."""
    due: dict[int, list[Occasion]] = defaultdict(list)
    late: dict[int, list[Occasion]] = defaultdict(list)
    for person, ref, day in promisers(at.date(), within=PROMISE_DAYS):
        (late if day < at.date() else due)[person].append(Occasion(ref, f"{ref}:{day.isoformat()}"))
    return tell_all("commitment_due", due, at=at) + tell_all("commitment_late", late, at=at)


def remind_of_reviews(*, at: dt.datetime) -> int:
    """Tell who looks after a partnership that its next review is at most a week away."""
    ahead = next_reviews(at.date(), within=REVIEW_DAYS)
    keepers = keepers_of([one.partnership_id for one in ahead])
    occasions: dict[int, list[Occasion]] = defaultdict(list)
    for one in ahead:
        for person in keepers[one.partnership_id]:
            occasions[person].append(Occasion(one.ref, f"{one.ref}:{one.date.isoformat()}"))
    return tell_all("review_due", occasions, at=at)


def tell_all(kind: str, occasions: dict[int, list[Occasion]], *, at: dt.datetime) -> int:
    """Tell several people of the acting organization."""
    organization_id = current_principal().organization_id
    return sum(
        tell_person(kind=kind, person_id=person, organization_id=organization_id, occasions=found, at=at)
        for person, found in sorted(occasions.items())
    )
