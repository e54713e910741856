"""Notices and mails as pages and jobs read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from comotion.core.principal import current_principal
from comotion.identity.enums import MembershipState, Role
from comotion.identity.models import Membership
from comotion.identity.queries import acting_organization
from comotion.notices.catalogue import kinds
from comotion.notices.enums import DeliveryState, MailState
from comotion.notices.kind import Told
from comotion.notices.models import Delivery, Mail, Notice, Webhook
from comotion.partnerships.models import Standing

PAGE = 50
OPEN_DELIVERIES = (DeliveryState.WAITING, DeliveryState.SENDING)
STALE = dt.timedelta(minutes=10)
"""How long a worker may take over one mail before another one takes it up."""


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """A notice and its words; ``told`` is None where its subject is gone or no longer visible."""

    notice: Notice
    told: Told | None


def in_words(notices: Sequence[Notice]) -> list[ToldNotice]:
    """Put notices of whoever acts into words, in a fixed number of queries for each kind."""
    words: dict[tuple[str, str], Told] = {}
    organization = acting_organization().slug if notices else ""
    for name in sorted({notice.kind for notice in notices} & kinds().keys()):
        abouts = sorted({notice.about for notice in notices if notice.kind == name})
        words |= {(name, about): told for about, told in kinds()[name].tell(abouts, organization).items()}
    return [ToldNotice(notice, words.get((notice.kind, notice.about))) for notice in notices]


def own_notices() -> Q:
    """Return the filter for notices of whoever acts."""
    principal = current_principal()
    return Q(owner_org_id=principal.organization_id, author_id=principal.person_id)


def latest_notices(page: int = 1) -> tuple[list[ToldNotice], bool]:
    """Return a page of one's notices, newest first, and whether there are more."""
    first = (max(page, 1) - 1) * PAGE
    rows = list(Notice.objects.filter(own_notices()).order_by("-created_at", "-pk")[first : first + PAGE + 1])
    return in_words(rows[:PAGE]), len(rows) > PAGE


def number_unread() -> int:
    """Return how many of one's notices nobody has read yet."""
    return Notice.objects.filter(own_notices(), read_at=None).count()


def keepers_of(partnerships: Iterable[int]) -> dict[int, list[int]]:
    """Return who looks after each partnership: its owner, else the alliance managers, else the owners of all."""
    members = Membership.objects.filter(state=MembershipState.ACTIVE, person__is_active=True)
    known = list(members.order_by("pk").values_list("person_id", "person__name", "role"))
    people = {person for person, _name, _role in known}
    by_name = {name: person for person, name, _role in reversed(known) if name}
    managers = [person for person, _name, role in known if role == Role.ALLIANCE_MANAGER]
    fallback = managers or [person for person, _name, role in known if role == Role.OWNER]
    own = Standing.objects.filter(
        owner_org_id=current_principal().organization_id, partnership_id__in=list(partnerships)
    )
    found: dict[int, list[int]] = dict.fromkeys(partnerships, fallback)
    for key, person, name in own.values_list("partnership_id", "owner_id", "owner_name"):
        one = person if person in people else by_name.get(name)
        found[key] = [one] if one is not None else fallback
    return found


def stranded_mails(at: dt.datetime) -> list[Mail]:
    """Return mails of every organization that wait without a job, or whose worker died over them."""
    stale = Q(state=MailState.SENDING, claimed_at__lt=at - STALE)
    waiting = Q(state=MailState.WAITING, created_at__lt=at - STALE) & (
        Q(claimed_at=None) | Q(claimed_at__lt=at - STALE)
    )
    return list(Mail.unscoped.filter(stale | waiting).order_by("pk")[:500])


def people_with_unmailed_notices(since: dt.datetime) -> list[tuple[int, int]]:
    """Return (person, organization) of everybody who has unread notices that no mail told yet."""
    rows = Notice.unscoped.filter(mail=None, read_at=None, created_at__gte=since)
    return list(rows.order_by("author_id", "owner_org_id").values_list("author_id", "owner_org_id").distinct())


def due_deliveries(at: dt.datetime) -> list[Delivery]:
    """Return deliveries of every organization whose pause is over, or whose worker died over them."""
    rows = Delivery.unscoped.filter(state__in=OPEN_DELIVERIES, next_at__lte=at, webhook__paused_at=None)
    return list(rows.order_by("next_at", "pk")[:500])


def visible_webhooks() -> list[Webhook]:
    """Return the webhooks that whoever acts may list, newest first."""
    return list(Webhook.objects.select_related("author").order_by("-created_at", "-pk"))


def log_of(webhook: Webhook, most: int = 100) -> list[Delivery]:
    """Return the last deliveries of a webhook, newest first."""
    return list(Delivery.objects.filter(webhook=webhook).order_by("-happened_at", "-pk")[:most])


def notice_with_ref(ref: str) -> Notice | None:
    """Return the notice that a sealed address names, before it is known who writes."""
    return Notice.unscoped.filter(ref=ref).first()
