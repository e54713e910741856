"""Coming in: making one's account by a link, one's organization, or being let into one that is there.

Whoever comes holds a link that went to their address and is nobody here yet: these rows are found past the scope.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.principal import Principal, acting_as
from comotion.core.references import new_reference
from comotion.identity.domains import company_domain
from comotion.identity.entering import refusal_of_password, required_for
from comotion.identity.enums import InvitationState, MembershipState, Role
from comotion.identity.events import MembershipAsked
from comotion.identity.models import MemberInvitation, Membership, Organization, Person
from comotion.identity.operations import UnableToChangeMember, refuse_weak_password


class UnableToComeIn(ValueError):
    """Nobody has come in; the message says why."""


@dataclass(frozen=True, slots=True)
class MemberOffer:
    """What an invitation into an organization offers: ``open``, ``expired`` or its state."""

    ref: str
    address: str
    role: str
    inviter: str
    organization: str
    slug: str
    expires_at: dt.datetime
    state: str

    @property
    def is_open(self) -> bool:
        """Say whether it can be answered."""
        return self.state == "open"


def member_offer_of(ref: str, at: dt.datetime) -> MemberOffer | None:
    """Return what an invitation offers to whoever holds its link."""
    found = MemberInvitation.unscoped.select_related("owner_org", "invited_by").filter(ref=ref).first()
    if found is None:
        return None
    return MemberOffer(
        found.ref,
        found.address,
        str(found.get_role_display()),
        found.invited_by.name if found.invited_by else "",
        found.owner_org.name,
        found.owner_org.slug,
        found.expires_at,
        _state(found, at),
    )


def _state(invitation: MemberInvitation, at: dt.datetime) -> str:
    if invitation.state != InvitationState.SENT:
        return invitation.state
    return "open" if at < invitation.expires_at else "expired"


@transaction.atomic
def accept_membership(*, ref: str, person: Person, at: dt.datetime) -> Membership:
    """Let the invited person act for the organization."""
    invitation = _open_invitation(ref, at)
    if person.email.lower() != invitation.address.lower():
        raise UnableToComeIn(_("This invitation is for somebody else. Sign in with the address it was sent to."))
    membership, _created = Membership.unscoped.update_or_create(
        organization_id=invitation.owner_org_id,
        person=person,
        defaults={"role": invitation.role, "state": MembershipState.ACTIVE},
    )
    _answer(invitation, InvitationState.ACCEPTED, person.pk, at)
    return membership


@transaction.atomic
def decline_membership(*, ref: str, at: dt.datetime) -> None:
    """Say no."""
    _answer(_open_invitation(ref, at), InvitationState.DECLINED, None, at)


def _open_invitation(ref: str, at: dt.datetime) -> MemberInvitation:
    found = MemberInvitation.unscoped.select_for_update(of=("self",)).filter(ref=ref).first()
    if found is None or _state(found, at) != "open":
        raise UnableToComeIn(_("This invitation has been answered already, or is no longer open."))
    return found


def _answer(invitation: MemberInvitation, state: str, person_id: int | None, at: dt.datetime) -> None:
    invitation.state, invitation.answered_at = state, at
    invitation.save(update_fields=["state", "answered_at"])
    with acting_as(Principal(invitation.owner_org_id, invitation.role, person_id)):
        record(f"member.invitation_{state}", "invitation", invitation.ref, at=at)


def person_at(address: str) -> Person | None:
    """Return who has an address here; asked only for whoever holds a link that went to it."""
    return Person.objects.filter(email=address.lower()).first()


@transaction.atomic
def make_account(*, address: str, name: str, password: str) -> Person:
    """Make an account for whoever holds a link that went to the address."""
    sign_on = required_for(address)
    if sign_on is not None:
        raise UnableToComeIn(f"{refusal_of_password(sign_on)} {_('Do that first, then open this link again.')}")
    if person_at(address) is not None:
        raise UnableToComeIn(_("This address has an account here already. Sign in with it."))
    try:
        refuse_weak_password(password, Person(email=address.lower(), name=name))
    except UnableToChangeMember as weak:
        raise UnableToComeIn(str(weak)) from weak
    return Person.objects.create_user(address, password, name=name)


@transaction.atomic
def found_organization(*, name: str, person: Person, at: dt.datetime) -> Membership:
    """Make an organization with its first owner; it takes the domain of their address where nobody has it."""
    domain = company_domain(person.email)
    if domain and Organization.unscoped.filter(domain=domain, kept_by=None).exists():
        domain = ""
    organization = Organization.unscoped.create(name=name, slug=_free_slug(name), domain=domain)
    membership = Membership.unscoped.create(organization=organization, person=person, role=Role.OWNER)
    with acting_as(Principal(organization.pk, Role.OWNER, person.pk)):
        record("organization.founded", "organization", organization.slug, at=at)
    return membership


def _free_slug(name: str) -> str:
    slug = slugify(name)[:40]
    taken = not slug or Organization.unscoped.filter(slug=slug).exists()
    return f"{slug or 'company'}-{new_reference()[:6]}" if taken else slug


def organizations_at(address: str) -> list[Organization]:
    """Return the organizations of an address's company that somebody has joined, by name."""
    domain = company_domain(address)
    if not domain:
        return []
    found = Organization.unscoped.filter(domain__iexact=domain, kept_by=None, closes_at=None)
    return list(found.order_by("name", "pk"))


def memberships_of(person: Person) -> list[Membership]:
    """Return what a person is anywhere, active or asking, by the organization's name."""
    states = (MembershipState.ACTIVE, MembershipState.INVITED)
    rows = Membership.unscoped.filter(person=person, state__in=states)
    return list(rows.select_related("organization").order_by("organization__name", "pk"))


@transaction.atomic
def ask_to_join(*, organization: Organization, person: Person, at: dt.datetime) -> Membership:
    """Ask the owners of one's company to be let in; until they agree one sees and does nothing there."""
    if organization not in organizations_at(person.email):
        raise UnableToComeIn(_("Only somebody with an address of the company can ask this."))
    membership, created = Membership.unscoped.get_or_create(
        organization=organization, person=person, defaults={"role": Role.MEMBER, "state": MembershipState.INVITED}
    )
    if not created:
        raise UnableToComeIn(_("You have asked already, or have been there before. An owner can let you in."))
    with acting_as(Principal(organization.pk, Role.MEMBER, person.pk)):
        record("member.asked", "person", person.pk, at=at)
    publish(MembershipAsked(organization.pk, person.pk))
    return membership
