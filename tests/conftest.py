"""What every test may ask for: an organization, who acts for it, and browsers' sessions of its members.

``principal`` lets the owner of ``organization`` act for the whole test; ``member_client(role)`` is a logged-in client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from comotion.core.models import AuditChain
from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Membership, Organization
from tests.factories import make_member, make_organization, principal_of
from tests.skips import pytest_sessionfinish
from tests.summary import pytest_terminal_summary
from tests.walled import act_as_owner, act_as_server, behind_the_wall

__all__ = ["MemberClient", "pytest_sessionfinish", "pytest_terminal_summary"]

MemberClient = Callable[..., Client]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the database, and act in it as a server does."""
    with django_db_blocker.unblock(), behind_the_wall():
        _walled.append(True)
        yield


_walled: list[bool] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Go behind the wall again after a test whose tables had to be emptied."""
    if _walled:
        act_as_server()


@pytest.fixture
def organization(db: None) -> Organization:
    """The organization a test is about."""
    return make_organization("Northwind Cloud")


@pytest.fixture
def member(organization: Organization) -> Membership:
    """Its owner."""
    return make_member(organization, "owner")


@pytest.fixture
def principal(member: Membership) -> Iterator[Principal]:
    """The owner acts for the organization until the test ends."""
    with acting_as(principal_of(member)) as acting:
        assert acting is not None
        yield acting


@pytest.fixture
def member_client(organization: Organization) -> MemberClient:
    """Return ``member_client(role, organization=…, state=…)``: a client in which a new member is logged in."""

    def log_in(role: str = "owner", *, organization: Organization = organization, state: str = "active") -> Client:
        client = Client()
        client.force_login(make_member(organization, role, state=state).person)
        return client

    return log_in


@pytest.fixture(autouse=True)
def _flushable_audit_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let go of audit chains before a test with real transactions empties its tables: entries of a chain stay."""
    marker = request.node.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not (fixtures or (marker and marker.kwargs.get("transaction"))):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    AuditChain.unscoped.all().delete()
    act_as_owner()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees another one's progress, cancellations or cached pages."""
    cache.clear()


ON_POSTGRES_TOO = {
    "accounts", "core", "identity", "imports", "ledger", "measures", "partnerships", "portfolio",
    "rhythm", "scores", "surveys",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as ``postgres`` whatever touches the database from one of the apps' folders; leave ``wall`` to PostgreSQL."""
    tests = Path(__file__).parent
    if connection.vendor != "postgresql":
        items[:] = [item for item in items if not item.get_closest_marker("wall")]
    for item in items:
        folder = item.path.relative_to(tests).parts[0] if item.path.is_relative_to(tests) else ""
        fixtures = set(getattr(item, "fixturenames", ()))
        touches = fixtures & {"db", "transactional_db"} or item.get_closest_marker("django_db")
        if folder in ON_POSTGRES_TOO and touches:
            item.add_marker(pytest.mark.postgres)
