"""Organizations, people and what a person is in an organization."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from comotion.core.access import Owned, Scoped
from comotion.core.principal import Principal
from comotion.core.references import new_reference
from comotion.identity.closing import scopes_while_closing
from comotion.identity.enums import DomainProof, InvitationState, MembershipState, ProviderKind, Role


class Organization(Scoped):
    """A company: *active* once someone there has joined, else a *record* kept by another organization."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=200, blank=True)
    kept_by = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    """When it will be deleted for good; until then it is only read, and an owner can take that back."""

    class Meta(Scoped.Meta):
        indexes = (models.Index(fields=["kept_by", "name"], name="organization_kept_by"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def is_active(self) -> bool:
        """Say whether someone there has joined."""
        return self.kept_by_id is None

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Return one's own organization and the records it keeps; partners of a room by their parties."""
        return Q(pk=principal.organization_id) | Q(kept_by_id=principal.organization_id)


class PersonManager(BaseUserManager["Person"]):
    """People by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create a person; without a password they log in by a link."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who acts for one organization at a time."""

    OUTSIDE_SCOPE: ClassVar[str] = "people log in before they act; pages read them through memberships"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True, default="")
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    is_staff = False
    is_superuser = False

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="person_email_case_insensitive"),)

    def __str__(self) -> str:
        """Return the name, or the address where there is none."""
        return self.name or self.email


class Membership(Scoped):
    """What a person is in an organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.ACTIVE)
    since = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "person"], name="membership_unique"),)

    @property
    def scopes(self) -> frozenset[str] | None:
        """Return what limits the person's rights here: nothing, unless the organization is about to be deleted."""
        return scopes_while_closing() if self.organization.closes_at else None

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Return the people of one's own organization."""
        return Q(organization_id=principal.organization_id)


class MemberInvitation(Owned):
    """Somebody is asked to act for the organization, by a link that goes to one address."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    address = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(max_length=8, choices=InvitationState.choices, default=InvitationState.SENT)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)


class ApiToken(Owned):
    """A token acts as its person for one organization, within its scopes; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class KeptAnswer(Owned):
    """What the API answered to a writing request with an Idempotency-Key, so that the same request is done once."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "token", "key"], name="kept_answer_key_unique"),)


def new_proof() -> str:
    """Return what somebody who has a domain puts on its web site."""
    return f"comotion-domain={secrets.token_urlsafe(24)}"


class ClaimedDomain(Owned):
    """A domain of addresses that an organization says is its own, and whether that was proven."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    domain = models.CharField(max_length=200)
    proof = models.CharField(max_length=60, default=new_proof)
    proven_by = models.CharField(max_length=10, choices=DomainProof.choices, blank=True)
    claimed_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "domain"], name="claimed_domain_unique"),
            models.UniqueConstraint(
                fields=["domain"], condition=Q(proven_at__isnull=False), name="claimed_domain_proven_once"
            ),
        )


class SignOn(Owned):
    """The provider by which people of an organization sign in: kept, tried, opened, then perhaps required."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    kind = models.CharField(max_length=14, choices=ProviderKind.choices)
    issuer = models.CharField(max_length=500)
    """Who vouches: the issuer of OpenID Connect, the entity id of SAML."""
    client_id = models.CharField(max_length=200, blank=True)
    sealed_secret = models.TextField(blank=True)
    sign_on_url = models.CharField(max_length=1000, blank=True)
    certificates = models.JSONField(default=list, blank=True)
    default_role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    trusts_addresses = models.BooleanField(default=False)
    tried_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    required_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org"], name="sign_on_unique"),)
