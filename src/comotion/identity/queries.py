"""Look-ups of people and organizations that are needed before anybody acts."""

from __future__ import annotations

from comotion.identity.enums import MembershipState
from comotion.identity.models import Membership, Organization


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
