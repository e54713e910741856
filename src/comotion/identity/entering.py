"""Coming in by an organization's provider: who may, as whom, and who must.

Whoever comes is nobody here yet: these rows are found past the scope. A provider speaks for its own organization only:
for addresses in the domains it has proven, and for people who act for nobody else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.principal import Principal, acting_as, past_the_wall
from comotion.identity.enums import MembershipState, Role
from comotion.identity.models import ClaimedDomain, Membership, Person, SignOn
from comotion.identity.sign_on import SECOND_FACTORS


class UnableToSignOn(ValueError):
    """Nobody is signed in; the message says why."""


@dataclass(frozen=True, slots=True)
class Asserted:
    """What a provider says of somebody; ``is_verified`` is None where it does not say."""

    uid: str
    address: str
    name: str = ""
    is_verified: bool | None = None

    @property
    def domain(self) -> str:
        """Return the domain of the address."""
        return self.address.rpartition("@")[2].lower()


def sign_on_with(ref: str) -> SignOn | None:
    """Return a provider by its name in links, open or not."""
    return SignOn.unscoped.select_related("owner_org").filter(ref=ref).first()


@past_the_wall()
def sign_on_for(address: str) -> SignOn | None:
    """Return the open provider of an address's domain, whether or not the address is known here."""
    domain = address.strip().rpartition("@")[2].lower()
    owners = ClaimedDomain.unscoped.filter(domain=domain, proven_at__isnull=False).values("owner_org")
    found = SignOn.unscoped.filter(owner_org__in=owners, opened_at__isnull=False)
    return found.select_related("owner_org").first()


def required_for(address: str) -> SignOn | None:
    """Return the provider that people of an address's domain have to come by, if any."""
    found = sign_on_for(address)
    return found if found is not None and found.required_at is not None else None


def refusal_of_password(sign_on: SignOn) -> str:
    """Return what everybody of a domain hears who tries another way in."""
    return _("People of %(organization)s sign in with their organization.") % {"organization": sign_on.owner_org.name}


def keeps_own_way(person: Person, sign_on: SignOn) -> bool:
    """Say whether somebody may come in without the provider: an owner with a second factor, or who acts elsewhere."""
    is_owner = Membership.unscoped.filter(
        person=person, organization=sign_on.owner_org_id, role=Role.OWNER, state=MembershipState.ACTIVE
    ).exists()
    if is_owner and Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists():
        return True
    return _acts_elsewhere(person, sign_on)


def _acts_elsewhere(person: Person, sign_on: SignOn) -> bool:
    others = Membership.unscoped.filter(
        person=person, state__in=(MembershipState.ACTIVE, MembershipState.SUSPENDED)
    ).exclude(organization=sign_on.owner_org_id)
    guests = apps.get_model("partnerships", "Guest").unscoped.filter(person=person, state="active")
    return others.exists() or guests.exists()


def examine(sign_on: SignOn, asserted: Asserted) -> Person | None:
    """Return the person that is meant, None for a newcomer; refuse what this provider may not say."""
    _refuse_foreign_address(sign_on, asserted)
    link = SocialAccount.objects.filter(provider=sign_on.ref, uid=asserted.uid).select_related("user").first()
    person = link.user if link else Person.objects.filter(email=asserted.address.lower()).first()
    if person is None:
        return None
    if not person.is_active or person.email.rpartition("@")[2] not in _domains_of(sign_on):
        raise UnableToSignOn(_("This account is closed. Ask an owner of your organization."))
    if _acts_elsewhere(person, sign_on):
        raise UnableToSignOn(
            _("This account acts for another organization as well: no provider opens it, its password or passkey does.")
        )
    return person


def _domains_of(sign_on: SignOn) -> set[str]:
    proven = ClaimedDomain.unscoped.filter(owner_org=sign_on.owner_org_id, proven_at__isnull=False)
    return set(proven.values_list("domain", flat=True))


def _refuse_foreign_address(sign_on: SignOn, asserted: Asserted) -> None:
    if not asserted.uid or "@" not in asserted.address:
        raise UnableToSignOn(_("Your provider did not say which address you have."))
    words = {"address": asserted.address, "organization": sign_on.owner_org.name}
    if asserted.domain not in _domains_of(sign_on):
        raise UnableToSignOn(
            _("%(address)s is in no domain of %(organization)s, so its provider cannot speak for it.") % words
        )
    if not (asserted.is_verified or (asserted.is_verified is None and sign_on.trusts_addresses)):
        raise UnableToSignOn(_("Your provider has not verified the address %(address)s.") % words)


@transaction.atomic
def come_in(*, sign_on: SignOn, asserted: Asserted, at: dt.datetime) -> Person:
    """Return the person whom the provider vouches for, who becomes a member where they are none yet."""
    if sign_on.opened_at is None:
        raise UnableToSignOn(_("Signing in this way is not open."))
    person = examine(sign_on, asserted) or Person.objects.create_user(asserted.address, None, name=asserted.name[:150])
    role = _let_in(person, sign_on)
    SocialAccount.objects.get_or_create(provider=sign_on.ref, uid=asserted.uid, defaults={"user": person})
    if role:
        with acting_as(Principal(sign_on.owner_org_id, role, person.pk)):
            record("member.came_by_sign_on", "person", person.pk, at=at, role=role)
    return person


def _let_in(person: Person, sign_on: SignOn) -> str:
    """Make a member of a newcomer and of whoever has asked; return the role where that was done."""
    membership, is_new = Membership.unscoped.get_or_create(
        organization_id=sign_on.owner_org_id, person=person, defaults={"role": sign_on.default_role}
    )
    if membership.state in {MembershipState.SUSPENDED, MembershipState.REMOVED}:
        raise UnableToSignOn(_("You cannot act for this organization now. An owner can let you in again."))
    if membership.state == MembershipState.INVITED:
        membership.state, membership.role = MembershipState.ACTIVE, sign_on.default_role
        membership.save(update_fields=["state", "role"])
        return str(membership.role)
    return str(membership.role) if is_new else ""
