"""Look-ups of people and organizations that are needed before anybody acts."""

from __future__ import annotations

from comotion.core.principal import Principal, current_principal
from comotion.identity.enums import MembershipState
from comotion.identity.models import ApiToken, Membership, Organization, Person


def active_membership(person_id: int, organization_slug: str) -> Membership | None:
    """Return what a person is in an organization, if they are active there."""
    return (
        Membership.unscoped.filter(
            person_id=person_id, organization__slug=organization_slug, state=MembershipState.ACTIVE
        )
        .select_related("organization", "person")
        .first()
    )


def organizations_of(person_id: int) -> list[Organization]:
    """Return the organizations for which a person can act, by name."""
    return list(
        Organization.unscoped.filter(
            memberships__person_id=person_id, memberships__state=MembershipState.ACTIVE
        ).order_by("name")
    )


def active_organizations() -> list[Organization]:
    """Return every organization that someone has joined, by its short name; for the operator's command line only."""
    return list(Organization.unscoped.filter(kept_by=None).order_by("slug"))


def members_of(organization: Organization) -> list[Membership]:
    """Return everyone an organization knows, in whatever state, by address."""
    members = Membership.unscoped.filter(organization=organization)
    return list(members.select_related("organization", "person").order_by("person__email"))


def active_members(organization: Organization) -> list[Membership]:
    """Return those who can act for an organization, by address."""
    return [member for member in members_of(organization) if member.state == MembershipState.ACTIVE]


def person_principal(person_id: int, organization_id: int, scopes: frozenset[str] | None = None) -> Principal | None:
    """Return a person acting for an organization with the role of this moment, or None where they are not active."""
    membership = (
        Membership.unscoped.filter(
            person_id=person_id,
            organization_id=organization_id,
            state=MembershipState.ACTIVE,
            person__is_active=True,
        )
        .select_related("organization")
        .first()
    )
    if membership is None:
        return None
    limits = [one for one in (scopes, membership.scopes) if one is not None]
    return Principal(organization_id, membership.role, person_id, frozenset.intersection(*limits) if limits else None)


def token_with_hash(secret_hash: str) -> ApiToken | None:
    """Return the token of a hashed secret, before anybody acts."""
    return ApiToken.unscoped.filter(secret_hash=secret_hash).first()


def is_known(email: str) -> bool:
    """Say whether a person has this address."""
    return Person.objects.filter(email=email.lower()).exists()


def membership_of(principal: Principal) -> Membership:
    """Return the membership with which a person acts."""
    members = Membership.objects.select_related("organization", "person")
    return members.get(person_id=principal.person_id or 0, organization_id=principal.organization_id)


def acting_organization() -> Organization:
    """Return the organization for which whoever acts now acts."""
    return Organization.objects.get(pk=current_principal().organization_id)
