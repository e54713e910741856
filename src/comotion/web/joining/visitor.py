"""Who opens an invitation: nobody yet, the person it is for, or somebody else who is signed in here."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import login
from django.http import HttpRequest

from comotion.core.principal import Principal, acting_as
from comotion.identity.enums import MembershipState
from comotion.identity.joining import memberships_of, organizations_at, person_at
from comotion.identity.models import Membership, Organization, Person
from comotion.partnerships.queries import private_partnerships_like

MAY_JOIN = ("owner", "alliance_manager")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Place:
    """An organization for which a person can join, with the partnerships of its own that may mean the same partner."""

    slug: str
    name: str
    membership: Membership
    kept: tuple[tuple[str, str], ...]

    @property
    def principal(self) -> Principal:
        """Return the person acting for the organization."""
        return Principal(self.membership.organization_id, self.membership.role, self.membership.person_id)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What whoever opened the link is, as far as the invitation is concerned."""

    address: str
    person: Person | None
    signed_in_as: str
    is_known: bool

    @property
    def is_somebody_else(self) -> bool:
        """Say whether another address is signed in in this browser."""
        return bool(self.signed_in_as) and self.person is None


def visitor_of(request: HttpRequest, address: str) -> Visitor:
    """Return who visits; only the person whose address the link went to counts."""
    user = request.user
    signed_in = user if isinstance(user, Person) and user.is_active else None
    is_meant = signed_in is not None and signed_in.email.lower() == address.lower()
    return Visitor(
        address,
        signed_in if is_meant else None,
        signed_in.email if signed_in else "",
        is_known=person_at(address) is not None,
    )


def sign_in(request: HttpRequest, person: Person) -> None:
    """Sign in whoever has just made an account by the link."""
    login(request, person, backend=BACKEND)


def places_of(person: Person, partner: str) -> list[Place]:
    """Return the organizations for which a person may join a room with ``partner``."""
    return [
        Place(found.organization.slug, found.organization.name, found, _kept(found, partner))
        for found in memberships_of(person)
        if found.state == MembershipState.ACTIVE and found.role in MAY_JOIN
    ]


def _kept(membership: Membership, partner: str) -> tuple[tuple[str, str], ...]:
    with acting_as(Principal(membership.organization_id, membership.role, membership.person_id)):
        return private_partnerships_like(partner)


@dataclass(frozen=True, slots=True)
class Company:
    """An organization of the visitor's company that is here already, and what they are there."""

    organization: Organization
    state: str


def companies_of(person: Person) -> list[Company]:
    """Return the organizations of a person's company, and those where they may not join rooms themselves."""
    known = {found.organization_id: found for found in memberships_of(person)}
    at_domain = organizations_at(person.email)
    found = {one.pk: one for one in at_domain} | {key: one.organization for key, one in known.items()}
    return [
        Company(found[key], known[key].state if key in known else "")
        for key in found
        if key not in known or known[key].role not in MAY_JOIN or known[key].state != MembershipState.ACTIVE
    ]
