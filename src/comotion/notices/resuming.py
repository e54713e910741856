"""Taking up mails that no worker has any more: the job was lost, the worker died, or the server was away."""

from __future__ import annotations

import datetime as dt

from comotion.core.jobs import enqueue
from comotion.core.principal import Principal, acting_as
from comotion.identity.queries import person_principal
from comotion.notices.models import Mail
from comotion.notices.queries import stranded_mails
from comotion.notices.telling import SEND


def resume_mails(*, at: dt.datetime) -> int:
    """Ask again for every stranded mail; return how many were asked for."""
    asked = 0
    for mail in stranded_mails(at):
        principal = recipient_of(mail)
        if principal is not None:
            with acting_as(principal):
                enqueue(SEND, {"mail": mail.ref}, at=at)
            asked += 1
    return asked


def recipient_of(mail: Mail) -> Principal | None:
    """Return whom a mail is for; the organization itself where they have no account, None where they left."""
    if mail.author_id is None:
        return Principal(mail.owner_org_id, "owner")
    return person_principal(mail.author_id, mail.owner_org_id)
