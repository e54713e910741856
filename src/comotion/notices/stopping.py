"""Stopping mails from the mail itself: no account, no login, one click."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comotion.core.principal import Principal, acting_as
from comotion.core.visibility import Visibility
from comotion.identity.queries import person_principal
from comotion.notices.addresses import what_stops
from comotion.notices.asking import address_hash
from comotion.notices.catalogue import kinds
from comotion.notices.enums import Rate
from comotion.notices.models import Mail, Preference, Silence
from comotion.notices.preferences import own_preference, prefer, rate_of


@dataclass(frozen=True, slots=True)
class Hush:
    """Which address wants no more letters of which organization."""

    address: str
    organization_id: int


def read_hush(token: str) -> Hush | None:
    """Return whom a signed address in a letter to somebody without an account would leave in peace."""
    kind, _dot, ref = (what_stops(token) or "").partition(".")
    mail = Mail.unscoped.filter(ref=ref, author=None).first() if kind == "to" else None
    return Hush(mail.address, mail.owner_org_id) if mail else None


def hush(found: Hush, at: dt.datetime) -> None:
    """Send that address nothing more; whoever asked learns nothing of it."""
    with acting_as(Principal(found.organization_id, "owner")):
        Silence.objects.get_or_create(
            owner_org_id=found.organization_id,
            address_hash=address_hash(found.address),
            defaults={"visibility": Visibility.PERSONAL, "since": at},
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """Whose mails of which kinds a signed address stops."""

    preference: Preference
    kinds: tuple[str, ...]


def read_stop(token: str) -> Stop | None:
    """Return what a signed address stops; None for one that is not ours, or of somebody who left."""
    ref, _dot, kind = (what_stops(token) or "").partition(".")
    preference = Preference.unscoped.filter(ref=ref).first() if ref else None
    if preference is None:
        return None
    with_rate = tuple(name for name in kinds() if kind in {name, rate_of(preference, name)})
    return Stop(preference, with_rate)


def stop_mails(stop: Stop) -> bool:
    """Stop the mails; say whether anything changed. A second time changes nothing."""
    principal = person_principal(stop.preference.author_id, stop.preference.owner_org_id)
    if principal is None:
        return False
    with acting_as(principal):
        on = {name: Rate.OFF for name in stop.kinds if rate_of(own_preference(), name) != Rate.OFF}
        if on:
            prefer(rates=on)
    return bool(on)
