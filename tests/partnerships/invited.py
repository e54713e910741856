"""Two companies, an invitation between them, and the letter as the one who was invited holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import TestCase

from comotion.core import events
from comotion.core.principal import acting_as
from comotion.identity.models import Membership
from comotion.partnerships.inviting import Letter, invite
from comotion.partnerships.joining import accept
from comotion.partnerships.models import Invitation, Partnership
from tests.factories import principal_of

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
ADDRESS = "dario@halden.example"


@contextmanager
def heard(event_type: type[Any]) -> Iterator[list[Any]]:
    """Collect the events of a type that are published inside the block and delivered after its commit."""
    found: list[Any] = []
    reactions = events._subscribers[event_type]
    reactions.append(found.append)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            yield found
    finally:
        reactions.remove(found.append)


def invite_as(member: Membership, partnership: Partnership, address: str = ADDRESS, **letter: Any) -> Invitation:
    """Let a member ask somebody in."""
    company = letter.pop("company", "Halden Analytics")
    with acting_as(principal_of(member)):
        return invite(partnership=partnership, letter=Letter(address, company=company, **letter), at=NOW)


def accept_as(member: Membership, invitation: Invitation, **fields: Any) -> Partnership:
    """Let a member accept for their organization."""
    with acting_as(principal_of(member)):
        return accept(ref=invitation.ref, at=NOW, **fields)
