"""Notices as lines of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from comotion.notices.catalogue import kinds
from comotion.notices.queries import ToldNotice


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as the list shows it."""

    title: str
    says: str
    href: str
    kind: str
    severity: str
    at: dt.datetime
    is_unread: bool


def lines_of(notices: Sequence[ToldNotice], organization: str) -> list[Line]:
    """Write notices out; what can no longer be seen says so, and nothing else."""
    return [_line(one, organization) for one in notices]


def _line(one: ToldNotice, organization: str) -> Line:
    notice, told = one.notice, one.told
    kind = kinds().get(notice.kind)
    return Line(
        title=told.title if told else _("No longer here, or no longer yours to see"),
        says=told.says if told else "",
        href=reverse("notices:follow", kwargs={"organization": organization, "ref": notice.ref}),
        kind=str(kind.title) if kind else "",
        severity=told.severity if told else "",
        at=notice.created_at,
        is_unread=notice.read_at is None,
    )
