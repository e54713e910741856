"""Programs that call the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Membership
from comotion.identity.tokens import create_token, grantable_scopes
from tests.factories import principal_of

AT = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)
Caller = Callable[..., Client]


def secret_of(membership: Membership, *scopes: str, **fields: Any) -> str:
    """The secret of a new token of a member; without scopes it may do all that the member may."""
    acting: Principal = principal_of(membership)
    with acting_as(acting):
        return create_token(name="Test", scopes=scopes or grantable_scopes(acting), at=AT, **fields)[1]


@pytest.fixture
def caller(member: Membership) -> Caller:
    """Return ``caller(*scopes, membership=…)``: a client that sends a token of the owner, or of that member."""

    def make(*scopes: str, membership: Membership = member) -> Client:
        return Client(headers={"authorization": f"Bearer {secret_of(membership, *scopes)}"})

    return make
