"""One document by link: an issued Friction Report, for somebody who has no account here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.audits.models import Audit
from comotion.audits.queries import issued_report
from comotion.core.audit import record
from comotion.core.links import OpenedLink, holder_rights, link_address, make_link
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.identity.queries import acting_organization
from comotion.reports.report import Asked, Made, make_report

PURPOSE = "document"
SCOPES = frozenset({"audits:read", "reports:export"})


class UnableToHandOut(ValueError):
    """There is no document to hand out; the message says why."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What a link opens: the report of which partnership, handed out by whom, issued when."""

    partnership: str
    organization: str
    issued_at: dt.datetime


@transaction.atomic
def hand_out_report(*, audit: Audit, holder: str, days: int, at: dt.datetime) -> str:
    """Make a link to an issued report in the name of whoever acts; return its address, shown once.

    The document is made with the rights of who handed it out, as they are when it is opened: once that person leaves or
    may no longer read it, the link opens nothing.

    Raises
    ------
    UnableToHandOut
        If the report is not issued, or nobody in person acts.

    """
    principal = current_principal()
    require(principal, "change", "audits")
    require(principal, "export", "reports")
    if principal.person_id is None or issued_report(audit) is None:
        raise UnableToHandOut(_("The report is not issued yet, so there is no document of it."))
    link, secret = make_link(
        purpose=PURPOSE, subject=audit.ref, holder=holder, person_id=principal.person_id,
        expires_at=at + dt.timedelta(days=days), at=at,
    )  # fmt: skip
    record("document.handed_out", "audit", audit.ref, at=at, holder=holder, link=link.ref, days=days)
    return link_address(PURPOSE, secret)


def handed_out(link: OpenedLink) -> HandedOut | None:
    """Return what a link opens, None where it is gone or its giver may no longer read it."""
    with holder_rights(link):
        audit = Audit.objects.select_related("partnership").filter(ref=link.subject).first()
        found = None if audit is None else issued_report(audit)
        if audit is None or found is None:
            return None
        return HandedOut(audit.partnership.name, acting_organization().name, found[1])


def document_of(link: OpenedLink, form: str, today: dt.date) -> Made:
    """Make the one document that a link is for."""
    with holder_rights(link):
        return make_report("friction", form, Asked(today=today, partnership=link.subject))
