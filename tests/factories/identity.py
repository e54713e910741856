"""Organizations, people and memberships."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils.text import slugify

from comotion.core.principal import Principal
from comotion.identity.models import Membership, Organization, Person

_numbers = count(1)
PASSWORD = "a-long-enough-word"


def make_organization(name: str = "", **fields: Any) -> Organization:
    """An organization that someone has joined."""
    name = name or f"Organization {next(_numbers)}"
    return Organization.unscoped.create(name=name, slug=fields.pop("slug", slugify(name)), **fields)


def make_record(organization: Organization, name: str = "", **fields: Any) -> Organization:
    """A company that nobody has joined, kept by ``organization``."""
    number = next(_numbers)
    name = name or f"Record {number}"
    return Organization.unscoped.create(
        name=name, slug=fields.pop("slug", f"{slugify(name)}-{number}"), kept_by=organization, **fields
    )


def make_person(email: str = "", *, name: str = "", password: str | None = None) -> Person:
    """A person of no organization yet; logs in with ``PASSWORD`` if one is asked for."""
    email = email or f"person-{next(_numbers)}@example.com"
    return Person.objects.create_user(email, password, name=name or email.split("@")[0].title())


def make_member(
    organization: Organization,
    role: str = "owner",
    *,
    email: str = "",
    person: Person | None = None,
    state: str = "active",
) -> Membership:
    """Someone who acts for ``organization`` as ``role``."""
    return Membership.unscoped.create(
        organization=organization, person=person or make_person(email), role=role, state=state
    )


def principal_of(membership: Membership) -> Principal:
    """Who acts when this member does."""
    return Principal(membership.organization_id, membership.role, membership.person_id)
