"""The jobs of telling: one mail, one digest, the reminders of one organization."""

from __future__ import annotations

from typing import Any

from comotion.core.clock import now
from comotion.core.jobs import JobKind, Progress
from comotion.notices.delivering import DELIVER, deliver
from comotion.notices.digests import DIGEST, make_digest
from comotion.notices.enums import Rate
from comotion.notices.posting import send
from comotion.notices.reminders import REMIND, remind
from comotion.notices.telling import SEND


def run_send(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Send the mail that the argument names, if it is for whoever asked."""
    del progress
    return {"state": str(send(ref=str(argument["mail"]), at=now()))}


def run_digest(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the digest of a period for whoever asked."""
    del progress
    mail = make_digest(period=Rate(argument["period"]), at=now())
    return {"mail": mail.ref if mail else ""}


def run_remind(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Tell the acting organization's people what is due."""
    del argument, progress
    return {"told": remind(at=now())}


def run_deliver(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Deliver an event to a webhook of whoever asked."""
    del progress
    return {"state": str(deliver(ref=str(argument["delivery"]), at=now()))}


SEND_JOB = JobKind(SEND, "read", "notices", run_send)
DIGEST_JOB = JobKind(DIGEST, "read", "notices", run_digest)
REMIND_JOB = JobKind(REMIND, "change", "standing", run_remind)
DELIVER_JOB = JobKind(DELIVER, "read", "webhooks", run_deliver)
