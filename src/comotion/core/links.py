"""Links for people without an account: random, for one purpose, expiring, revocable, hashed at rest, listed.

How an app offers something by link:

1. In ``config/subscriptions.py``: ``register_purpose(LinkPurpose("survey", _("Survey"), "surveys:answer"))``. The name
   of the purpose is also the resource that its views declare.
2. The app's operation, after it has checked the right to do so, calls ``make_link(purpose="survey", subject=…, …)`` and
   hands the secret to whoever sends it (``link_address`` writes the whole address). The secret is in no row: who needs
   another letter makes another link for the same subject; all of them hold until they expire or are revoked.
3. The view: ``@policy("survey", audience="link", GET="read", POST="change")`` under ``/l/<str:token>/…``. The
   middleware has opened the link before the view runs and gives it as ``request.link``, an ``OpenedLink``. A secret
   that is wrong, expired, revoked, of another purpose or of a person who left gets the bytes of any other 404.
4. Who holds a link acts as a principal in the state ``link``: every scoped query is empty for them and ``may`` is
   always no. The view calls one operation of its app, which finds the link's ``subject`` by itself: past the scope in a
   listed module, or inside ``with holder_rights(request.link):``, which lends the rights that the purpose names.

GET must write nothing: programs that check mails open every link once. Uses are not noted here, because the owner of an
anonymous survey reads this list; a purpose for which a use matters notes it in its own records.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.models import Link
from comotion.core.policy import require
from comotion.core.principal import Principal, acting_as, current_principal

HOLDER = "link_holder"
"""The role of those who hold a link and are nobody here; no row of the policy table gives it a letter."""
SEE_EVERY_LINK = ("owner", "alliance_manager", "auditor")


class UnableToRevokeLink(ValueError):
    """The link cannot be revoked; the message says why."""


@dataclass(frozen=True, slots=True)
class LinkPurpose:
    """One thing that a link can be for: its name in links and policies, what people read, the view that it opens.

    ``scopes`` are the rights (``resource:action``) that ``holder_rights`` lends to a link made for a member, never more
    than the member has. Links for people without an account lend none: what is open to them finds its subject itself.
    """

    name: str
    title: str | Promise
    url_name: str
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A link that holds now, as a view is given it."""

    ref: str
    purpose: str
    subject: str
    organization_id: int
    holder: str
    person_id: int | None
    expires_at: dt.datetime

    @property
    def principal(self) -> Principal:
        """Return who acts by the link: somebody for whom every scoped query is empty and ``may`` says no."""
        return Principal(self.organization_id, HOLDER, self.person_id, frozenset(), state="link")


_purposes: dict[str, LinkPurpose] = {}


def register_purpose(purpose: LinkPurpose) -> None:
    """Make ``purpose`` known; called from ``config/subscriptions.py`` only."""
    _purposes[purpose.name] = purpose


def link_purposes() -> tuple[LinkPurpose, ...]:
    """Return every purpose, for the census of the isolation test and for lists."""
    return tuple(_purposes[name] for name in sorted(_purposes))


def make_link(
    *,
    purpose: str,
    subject: object,
    holder: str,
    expires_at: dt.datetime,
    at: dt.datetime,
    person_id: int | None = None,
) -> tuple[Link, str]:
    """Make a link in the name of whoever acts; return it with its secret, which is then forgotten.

    Parameters
    ----------
    purpose : the name of a registered purpose
    subject : what the purpose's app calls the one thing that the link opens, such as a row's reference
    holder : whom the link was made for, as its owner will read it in the list of links
    expires_at, at : the last moment and now
    person_id : a member of the acting organization for whom alone it holds, and only while they are active there

    """
    principal = current_principal()
    secret = secrets.token_urlsafe(24)
    link = Link.objects.create(
        owner_org_id=principal.organization_id,
        purpose=_purposes[purpose].name,
        subject=str(subject),
        holder=holder,
        person_id=person_id,
        made_by_id=principal.person_id,
        secret_hash=hash_of(secret),
        created_at=at,
        expires_at=expires_at,
    )
    return link, secret


def link_address(purpose: str, secret: str) -> str:
    """Return the whole address under which a link opens."""
    return f"{settings.BASE_URL}{reverse(_purposes[purpose].url_name, kwargs={'token': secret})}"


def open_link(secret: str, purpose: str, at: dt.datetime) -> OpenedLink | None:
    """Return the link of a secret if it is for ``purpose`` and holds at this moment, else None."""
    link = Link.unscoped.filter(
        secret_hash=hash_of(secret), purpose=purpose, revoked_at=None, expires_at__gt=at
    ).first()
    if link is None or (link.person_id is not None and _role_of(link.person_id, link.owner_org_id) is None):
        return None
    return OpenedLink(
        link.ref, link.purpose, link.subject, link.owner_org_id, link.holder, link.person_id, link.expires_at
    )


@contextmanager
def holder_rights(link: OpenedLink) -> Iterator[Principal]:
    """Act for the link's organization inside the block: as its member within the purpose's scopes, else without rights.

    Scoped queries then answer as they do for that member; without a member they answer as for somebody of the
    organization who has no role. So ask for the link's subject and for nothing else.
    """
    role = None if link.person_id is None else _role_of(link.person_id, link.organization_id)
    scopes = _purposes[link.purpose].scopes
    acting = Principal(link.organization_id, role or HOLDER, link.person_id, scopes)
    with acting_as(acting):
        yield acting


def visible_links() -> QuerySet[Link]:
    """Return the links that whoever acts may list, the newest first: one's own, or all for those who answer for all."""
    principal = current_principal()
    require(principal, "read", "links")
    links = Link.objects.filter(revoked_at=None).select_related("made_by").order_by("-created_at", "-pk")
    if principal.role in SEE_EVERY_LINK:
        return links
    return links.filter(Q(made_by_id=principal.person_id or 0) | Q(person_id=principal.person_id or 0))


@transaction.atomic
def revoke_link(*, ref: str, at: dt.datetime) -> Link:
    """End a link at once, with every other one to the same thing for the same holder.

    Raises
    ------
    UnableToRevokeLink
        If there is no such link among those that whoever acts may list, or it has been revoked before.

    """
    require(current_principal(), "delete", "links")
    link = visible_links().filter(ref=ref).first()
    if link is None:
        raise UnableToRevokeLink(_("There is no such link here."))
    alike = {"purpose": link.purpose, "subject": link.subject, "holder": link.holder}
    _revoke(Link.objects.filter(**alike, revoked_at=None), at)
    link.revoked_at = at
    record("link.revoked", "link", link.ref, at=at, purpose=link.purpose, holder=link.holder)
    return link


def revoke_links_of(*, purpose: str, subject: object, at: dt.datetime) -> int:
    """End every link of the acting organization to one subject, as part of an operation that has checked its right."""
    return _revoke(Link.objects.filter(purpose=purpose, subject=str(subject), revoked_at=None), at)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret; it is long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _revoke(links: QuerySet[Link], at: dt.datetime) -> int:
    return links.update(revoked_at=at)


def _role_of(person_id: int, organization_id: int) -> str | None:
    """Return what a person is in an organization now, None where they are not active there."""
    memberships = apps.get_model("identity", "Membership").unscoped.filter(
        Q(person_id=person_id, organization_id=organization_id), state="active", person__is_active=True
    )
    role: str | None = memberships.values_list("role", flat=True).first()
    return role
