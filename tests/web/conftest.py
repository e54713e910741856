"""A scored program, and a logged-in browser of every role."""

from __future__ import annotations

import pytest
from django.test import Client

from comotion.identity.models import Organization
from tests.conftest import MemberClient
from tests.factories import make_member, make_partnership, make_person
from tests.scores.world import TODAY, make_full_partnership
from tests.web.program import ROLES, Program, make_one_month, score


@pytest.fixture
def day(settings: object) -> None:
    """The clock stands still on the day of the tests."""
    settings.COMOTION_AS_OF = TODAY  # type: ignore[attr-defined]


@pytest.fixture
def program(day: None, organization: Organization) -> Program:
    """Three partnerships, scored: one full, one with a single month, one with nothing."""
    full = make_full_partnership(organization)
    one_month = make_one_month(organization, "Kestrel Payments", trust=20.0, owner_name="Priya Raman", level="Gold")
    empty = make_partnership(organization, "Osprey Robotics")
    score(organization)
    return Program(organization, full, one_month, empty)


@pytest.fixture
def owner(organization: Organization) -> Client:
    """A browser of the organization's owner."""
    client = Client()
    client.force_login(make_member(organization, person=make_person(name="Ada Owner")).person)
    return client


@pytest.fixture
def clients(member_client: MemberClient) -> dict[str, Client]:
    """A browser of each role."""
    return {role: member_client(role) for role in ROLES}
