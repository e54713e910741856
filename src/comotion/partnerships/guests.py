"""Letting guests out again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comotion.core.audit import record
from comotion.partnerships.enums import GuestState
from comotion.partnerships.models import Guest


@transaction.atomic
def let_out(*, guest: Guest, at: dt.datetime) -> None:
    """Close a room to its guest from now on."""
    guest.state, guest.until = GuestState.REMOVED, at
    guest.save(update_fields=["state", "until"])
    record("room.guest_let_out", "guest", guest.ref, at=at, partnership=guest.partnership.ref)
