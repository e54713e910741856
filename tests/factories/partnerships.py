"""Partnerships, their parties and standings."""

from __future__ import annotations

from itertools import count
from typing import Any

from comotion.core.principal import past_the_wall
from comotion.core.visibility import Visibility
from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership, Party, Standing
from tests.factories.identity import make_record

_numbers = count(1)


@past_the_wall()
def make_partnership(
    organization: Organization, name: str = "", *, partner: Organization | None = None, **fields: Any
) -> Partnership:
    """A private partnership of ``organization`` with a company it keeps as a record, and its own standing."""
    name = name or f"Partner {next(_numbers)}"
    standing = fields.pop("standing", {})
    partnership = Partnership.unscoped.create(owner_org=organization, name=name, **fields)
    make_party(partnership, organization, state="active")
    make_party(partnership, partner or make_record(organization, name), state="record", position=1)
    make_standing(organization, partnership, **standing)
    return partnership


@past_the_wall()
def make_room(name: str, *organizations: Organization, **fields: Any) -> Partnership:
    """A shared partnership: every organization is an active party; the first one owns the row. No standings."""
    room = Partnership.unscoped.create(owner_org=organizations[0], name=name, visibility=Visibility.SHARED, **fields)
    for position, organization in enumerate(organizations):
        make_party(room, organization, state="active", position=position)
    return room


@past_the_wall()
def make_party(
    partnership: Partnership, organization: Organization, *, state: str = "active", position: int = 0
) -> Party:
    """One organization in a partnership."""
    return Party.unscoped.create(partnership=partnership, organization=organization, state=state, position=position)


@past_the_wall()
def make_standing(organization: Organization, partnership: Partnership, **fields: Any) -> Standing:
    """What ``organization`` privately holds about ``partnership``."""
    return Standing.unscoped.create(owner_org=organization, partnership=partnership, **fields)
