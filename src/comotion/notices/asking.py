"""Letters that ask somebody for something by a link: sealed until they are sent, forgotten then, sent once.

What such a letter says comes with its event, link and all, so it is kept sealed for the minutes between the two, and
nobody of the organization can read whom it went to.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from comotion.core.clock import now
from comotion.core.jobs import enqueue
from comotion.core.principal import Principal, acting_as
from comotion.core.sealing import opened, sealed
from comotion.core.visibility import Visibility
from comotion.notices import asked as folder
from comotion.notices.addresses import stop_address
from comotion.notices.letters import Letter
from comotion.notices.models import Mail, Silence
from comotion.notices.telling import SEND

Details = Mapping[str, Any]
LETTERS = "letters"
"""For what they are sealed."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One kind of letter: the event that it follows, what people read of it, and its words."""

    name: str
    title: Promise
    event: type[Any]
    write: Callable[[Details], Letter]


@cache
def askings() -> dict[str, Asking]:
    """Return every kind of letter by its name."""
    modules = (import_module(f"{folder.__name__}.{found.name}") for found in pkgutil.iter_modules(folder.__path__))
    return {module.ASKING.name: module.ASKING for module in modules}


def ask(event: Any) -> None:
    """Ask for the letter that an event wants written, once, unless whoever would get it has said no more."""
    asking = next(one for one in askings().values() if one.event is type(event))
    details = {name: _plain(value) for name, value in dataclasses.asdict(event).items()}
    at = now()
    with acting_as(Principal(event.organization_id, "owner")), transaction.atomic():
        if Silence.objects.filter(address_hash=address_hash(event.address)).exists():
            return
        mail, created = Mail.objects.get_or_create(
            owner_org_id=event.organization_id,
            author=None,
            address=event.address,
            kind=asking.name,
            key=hashlib.sha256(event.link.encode()).hexdigest(),
            defaults={
                "visibility": Visibility.PERSONAL,
                "argument": {"sealed": sealed(json.dumps(details), LETTERS)},
                "created_at": at,
            },
        )
        if created:
            enqueue(SEND, {"mail": mail.ref}, at=at)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def address_hash(address: str) -> str:
    """Return what is kept of an address that wants no more letters."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def details_of(mail: Mail) -> Details:
    """Open what a waiting letter says; nothing once it was sent."""
    said = opened(mail.argument.get("sealed", ""), LETTERS)
    details: Details = json.loads(said) if said else {}
    return details


def asking_letter(mail: Mail, details: Details) -> Letter | None:
    """Return what a letter to an address says; None for one of a kind that is no more, or already forgotten."""
    asking = askings().get(mail.kind)
    if asking is None or not details:
        return None
    return dataclasses.replace(
        asking.write(details),
        foot=(_("Meant for %(address)s alone: whoever has this letter can use its link.") % {"address": mail.address},),
        stop_url=stop_address(f"to.{mail.ref}"),
    )
