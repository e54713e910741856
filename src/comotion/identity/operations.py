"""Making organizations, people and memberships."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.identity.enums import MembershipState, Role
from comotion.identity.models import Membership, Organization, Person


class UnableToCreateOrganization(ValueError):
    """The organization cannot be made; the message says why."""


@transaction.atomic
def create_organization(*, name: str, domain: str = "", slug: str = "") -> Organization:
    """Make an organization that someone has joined."""
    slug = slug or slugify(name)
    if not slug:
        raise UnableToCreateOrganization("Give the organization a name with at least one letter or digit.")
    if Organization.unscoped.filter(slug=slug).exists():
        raise UnableToCreateOrganization(f"“{slug}” is taken here. Choose another short name with --slug.")
    return Organization.unscoped.create(name=name, slug=slug, domain=domain)


@transaction.atomic
def create_member(
    *, organization: Organization, email: str, name: str, role: str = Role.MEMBER, password: str | None = None
) -> Membership:
    """Make a person, unless the address is known, and a member of the organization, or change the role."""
    person = Person.objects.filter(email=email.lower()).first() or Person.objects.create_user(
        email, password, name=name
    )
    membership, _created = Membership.unscoped.update_or_create(
        organization=organization, person=person, defaults={"role": role}
    )
    return membership


@transaction.atomic
def add_member(
    *, organization: Organization, email: str, name: str, role: str, password: str | None, at: dt.datetime
) -> Membership:
    """Make a member in the name of whoever acts, and say so in the audit log."""
    membership = create_member(organization=organization, email=email, name=name, role=role, password=password)
    record("member.added", "person", membership.person_id, at=at, role=role)
    return membership


class UnableToChangeMember(ValueError):
    """The member stays as they were; the message says why."""


def refuse_weak_password(password: str, person: Person | None = None) -> None:
    """Refuse a password that the rules of this installation do not allow."""
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise UnableToChangeMember(" ".join(weak.messages)) from weak


@transaction.atomic
def set_password(*, membership: Membership, password: str, at: dt.datetime) -> None:
    """Give a member a new password."""
    refuse_weak_password(password, membership.person)
    membership.person.set_password(password)
    membership.person.save(update_fields=["password"])
    record("member.password_set", "person", membership.person_id, at=at)


@transaction.atomic
def change_role(*, membership: Membership, role: str, at: dt.datetime) -> Membership:
    """Give a member another role; the last owner stays one."""
    if role not in Role.values:
        raise UnableToChangeMember(f"“{role}” is no role. Choose one of {', '.join(Role.values)}.")
    if membership.role == Role.OWNER and role != Role.OWNER and _is_last_owner(membership):
        raise UnableToChangeMember(f"{membership.person.email} is the last owner. Make someone else an owner first.")
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    record("member.role_changed", "person", membership.person_id, at=at, before=before, after=role)
    return membership


MAY_BECOME = {
    MembershipState.INVITED: {MembershipState.ACTIVE, MembershipState.REMOVED},
    MembershipState.ACTIVE: {MembershipState.SUSPENDED, MembershipState.REMOVED},
    MembershipState.SUSPENDED: {MembershipState.ACTIVE, MembershipState.REMOVED},
    MembershipState.REMOVED: set[MembershipState](),
}
"""Somebody who was removed comes back by an invitation only."""


@transaction.atomic
def change_state(*, membership: Membership, state: str, at: dt.datetime) -> Membership:
    """Let somebody in who asked, suspend, reinstate or remove them; the last owner stays."""
    if state not in MAY_BECOME[MembershipState(membership.state)]:
        raise UnableToChangeMember(_("This cannot be done with somebody who is in this state."))
    if membership.role == Role.OWNER and state != MembershipState.ACTIVE and _is_last_owner(membership):
        raise UnableToChangeMember(_("This is the last owner. Make someone else an owner first."))
    before, membership.state = membership.state, state
    membership.save(update_fields=["state"])
    record("member.state_changed", "person", membership.person_id, at=at, before=before, after=state)
    return membership


def _is_last_owner(membership: Membership) -> bool:
    owners = Membership.unscoped.filter(
        organization_id=membership.organization_id, role=Role.OWNER, state=MembershipState.ACTIVE
    )
    return not owners.exclude(pk=membership.pk).exists()
