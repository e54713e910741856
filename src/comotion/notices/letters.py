"""Letters: what a mail says, rendered for its recipient at the moment it is sent, from what they may see then."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.core.principal import current_principal
from comotion.identity.models import Organization
from comotion.identity.queries import acting_organization
from comotion.notices.addresses import stop_address
from comotion.notices.catalogue import kinds
from comotion.notices.enums import Rate
from comotion.notices.kind import Told
from comotion.notices.models import Mail, Notice
from comotion.notices.preferences import stored_preference
from comotion.notices.queries import ToldNotice, in_words

MOST_ITEMS = 40
GRAVITY = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things in a letter."""

    title: str
    says: str
    url: str
    act: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a mail says, in plain words; both of its forms are made from this."""

    subject: str
    whom: str
    headline: str
    thread: str
    paragraphs: tuple[str, ...] = ()
    act: str = ""
    url: str = ""
    items: tuple[Item, ...] = ()
    more: str = ""
    hint: str = ""
    foot: tuple[str, ...] = ()
    stop_url: str = ""
    settings_url: str = ""
    severity: str = ""
    answers: str = ""
    """The reference of the notice that a reply answers; empty where replying does nothing."""


def letter_of(mail: Mail) -> Letter | None:
    """Return what a mail says to whoever acts, its recipient; None where nothing is left that they may see."""
    rows = list(Notice.objects.filter(mail=mail, author_id=current_principal().person_id).order_by("created_at", "pk"))
    seen = [one for one in in_words(rows) if one.told is not None]
    if not seen:
        return None
    organization = acting_organization()
    stop = stop_address(f"{stored_preference().ref}.{mail.kind}")
    if len(seen) == 1 and mail.kind in kinds():
        return _single(seen[0], organization, stop)
    return _several(mail.kind, seen, organization, stop)


def whole(path: str) -> str:
    """Return the whole address of a page."""
    return f"{settings.BASE_URL}{path}"


def _single(one: ToldNotice, organization: Organization, stop: str) -> Letter:
    told, kind = one.told, kinds()[one.notice.kind]
    assert told is not None
    answers = one.notice.ref if kind.answer is not None and settings.REPLIES_TO else ""
    return Letter(
        subject=told.title,
        whom=_whom(organization, told.where),
        headline=told.title,
        thread=f"{kind.subject}:{one.notice.about}",
        paragraphs=(told.says,) if told.says else (),
        act=told.act,
        url=kind.link(one.notice.about) if kind.link else whole(told.path),
        hint=told.hint if answers else "",
        foot=_foot(organization),
        stop_url=stop,
        settings_url=_settings(organization),
        severity=told.severity,
        answers=answers,
    )


def _several(kind: str, seen: list[ToldNotice], organization: Organization, stop: str) -> Letter:
    words = [one.told for one in seen if one.told is not None]
    words.sort(key=lambda told: GRAVITY.get(told.severity, 3))
    over = len(words) - MOST_ITEMS
    more = ngettext("%(n)s more is on the page.", "%(n)s more are on the page.", over) % {"n": over} if over > 0 else ""
    headline = _headline(kind, len(words))
    return Letter(
        subject=f"{organization.name}: {headline}",
        whom=_whom(organization, ""),
        headline=headline,
        thread=f"digest:{kind}",
        act=_("See all of them"),
        url=whole(reverse("notices:index", kwargs={"organization": organization.slug})),
        items=tuple(_item(told) for told in words[:MOST_ITEMS]),
        more=more,
        foot=_foot(organization),
        stop_url=stop,
        settings_url=_settings(organization),
    )


def _item(told: Told) -> Item:
    return Item(told.title, told.says, whole(told.path), told.act, told.severity)


def _headline(kind: str, count: int) -> str:
    words = {"n": count}
    if kind == Rate.DAILY:
        return ngettext("One thing is new since yesterday", "%(n)s things are new since yesterday", count) % words
    if kind == Rate.WEEKLY:
        return ngettext("One thing is new this week", "%(n)s things are new this week", count) % words
    return ngettext("One thing is new", "%(n)s things are new", count) % words


def _whom(organization: Organization, where: str) -> str:
    return f"{organization.name} · {where}" if where else organization.name


def _foot(organization: Organization) -> tuple[str, ...]:
    line = _("Made for you alone, from what you may see for %(organization)s. Please do not forward it.")
    return (line % {"organization": organization.name},)


def _settings(organization: Organization) -> str:
    return whole(reverse("notices:preferences", kwargs={"organization": organization.slug}))
