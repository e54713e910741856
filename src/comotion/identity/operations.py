"""Making organizations, people and memberships."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from comotion.identity.enums import Role
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
