"""Telling people: a notice for the page, once per occasion, and at once a mail where a person wants one at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from comotion.core.jobs import enqueue
from comotion.core.principal import Principal, acting_as
from comotion.core.visibility import Visibility
from comotion.identity.queries import acting_organization, person_principal
from comotion.notices.catalogue import kinds
from comotion.notices.enums import Rate
from comotion.notices.models import Mail, Notice
from comotion.notices.preferences import own_preference, rate_of

SEND = "notices.mail"
SINGLE_MAILS = 3
"""So many notices of one occasion become mails of their own; more come in one mail."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What there is to tell: the reference of the subject, and a key that names the occasion once and for all."""

    about: str
    key: str


def tell_person(
    *, kind: str, person_id: int, organization_id: int, occasions: Sequence[Occasion], at: dt.datetime
) -> int:
    """Tell one person, acting for one organization; return how many notices are new.

    Those who left are not told, nor is anybody told what they may not see.
    """
    principal = person_principal(person_id, organization_id)
    if principal is None:
        return 0
    with acting_as(principal), transaction.atomic():
        fresh = _write(kind, principal, person_id, occasions, at)
        if fresh and rate_of(own_preference(), kind) == Rate.AT_ONCE:
            groups = [[one] for one in fresh] if len(fresh) <= SINGLE_MAILS else [fresh]
            for group in groups:
                mail_notices(kind=kind, key=group[0].key, notices=group, at=at)
    return len(fresh)


def _write(
    kind: str, principal: Principal, person_id: int, occasions: Sequence[Occasion], at: dt.datetime
) -> list[Notice]:
    own = Notice.objects.filter(author_id=person_id, kind=kind, key__in=[one.key for one in occasions])
    known = set(own.values_list("key", flat=True))
    fresh = [one for one in occasions if one.key not in known]
    seen = kinds()[kind].tell([one.about for one in fresh], acting_organization().slug) if fresh else {}
    wanted = {one.key: one for one in fresh if one.about in seen}
    rows = [
        Notice(
            owner_org_id=principal.organization_id,
            author_id=person_id,
            visibility=Visibility.PERSONAL,
            kind=kind,
            about=one.about,
            key=key,
            created_at=at,
        )
        for key, one in wanted.items()
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return list(own.filter(key__in=list(wanted), created_at=at).order_by("pk"))


def mail_notices(*, kind: str, key: str, notices: Sequence[Notice], at: dt.datetime) -> Mail:
    """Put notices of whoever acts into one mail, made once per kind and key, and ask for it to be sent."""
    first = notices[0]
    mail, created = Mail.objects.get_or_create(
        owner_org_id=first.owner_org_id,
        author_id=first.author_id,
        kind=kind,
        key=key,
        defaults={"visibility": Visibility.PERSONAL, "created_at": at},
    )
    if created:
        Notice.objects.filter(pk__in=[notice.pk for notice in notices], mail=None).update(mail=mail)
        enqueue(SEND, {"mail": mail.ref}, at=at)
    return mail


def mark_read(*, notices: Sequence[Notice] | None, at: dt.datetime, own: Principal) -> int:
    """Note that whoever acts has read some of their notices, or all."""
    rows = Notice.objects.filter(author_id=own.person_id, owner_org_id=own.organization_id, read_at=None)
    if notices is not None:
        rows = rows.filter(pk__in=[notice.pk for notice in notices])
    return rows.update(read_at=at)
