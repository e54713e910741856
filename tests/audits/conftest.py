"""Two companies in a shared room, each with somebody who acts for it."""

from __future__ import annotations

import pytest

from comotion.core.principal import Principal
from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership
from tests.factories import make_member, make_organization, make_room, principal_of


@pytest.fixture
def partner(db: None) -> Organization:
    """The other company."""
    return make_organization("Meridian Integration")


@pytest.fixture
def theirs(partner: Organization) -> Principal:
    """Who acts for it."""
    return principal_of(make_member(partner, "owner"))


@pytest.fixture
def ours(principal: Principal) -> Principal:
    """Who acts for the first company, all through the test."""
    return principal


@pytest.fixture
def room(organization: Organization, partner: Organization) -> Partnership:
    """Their shared room."""
    return make_room("Northwind and Meridian", organization, partner)
