"""The provider of an organization: kept, tried, opened to its people, required of them, and given up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.core.sealing import sealed
from comotion.identity.enums import MembershipState, ProviderKind, Role
from comotion.identity.models import ClaimedDomain, Membership, SignOn
from comotion.identity.saml_metadata import SamlProvider

SIGN_ON = "sign-on"
"""For what the secret of a provider is sealed."""
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
GIVEN_ROLES = tuple(choice for choice in Role.choices if choice[0] != Role.OWNER)
"""What people from the provider can become by themselves: anything but an owner."""


class UnableToKeepSignOn(ValueError):
    """The provider stays as it was; the message says why."""


def sign_on_here() -> SignOn | None:
    """Return the provider of the acting organization."""
    return SignOn.objects.first()


def place_of_provider() -> str:
    """Return the name of the provider in links, which is needed to set it up before anything is kept here."""
    organization = str(current_principal().organization_id)
    return salted_hmac("sign-on", organization, algorithm="sha256").hexdigest()[:16]


def keep_openid_connect(*, issuer: str, client_id: str, secret: str, at: dt.datetime) -> SignOn:
    """Keep a provider that speaks OpenID Connect; an empty secret leaves the one that is kept."""
    kept = sign_on_here()
    values: dict[str, Any] = {
        "issuer": issuer.rstrip("/"),
        "client_id": client_id,
        "sign_on_url": "",
        "certificates": [],
    }
    if secret:
        values["sealed_secret"] = sealed(secret, SIGN_ON)
    elif kept is None or kept.kind != ProviderKind.OPENID_CONNECT or kept.issuer != values["issuer"]:
        raise UnableToKeepSignOn(_("Enter the client's secret: a provider that we have not known has none here."))
    return _keep(ProviderKind.OPENID_CONNECT, values, at)


def keep_saml(*, provider: SamlProvider, at: dt.datetime) -> SignOn:
    """Keep a provider that speaks SAML, as its metadata describe it."""
    values: dict[str, Any] = {
        "issuer": provider.entity_id,
        "sign_on_url": provider.sign_on_url,
        "certificates": list(provider.certificates),
    }
    return _keep(ProviderKind.SAML, values | {"client_id": "", "sealed_secret": ""}, at)


@transaction.atomic
def _keep(kind: ProviderKind, values: dict[str, Any], at: dt.datetime) -> SignOn:
    principal = current_principal()
    require(principal, "change", "sign-on")
    kept = sign_on_here() or SignOn(owner_org_id=principal.organization_id, ref=place_of_provider())
    if kept.pk and (kept.kind, kept.issuer) != (kind, values["issuer"]):
        SocialAccount.objects.filter(provider=kept.ref).delete()  # another one's people are other people
    for name, value in (values | {"kind": kind, "tried_at": None, "opened_at": None, "required_at": None}).items():
        setattr(kept, name, value)
    kept.save()
    record("sign_on.kept", "sign-on", kept.ref, at=at, kind=kind, issuer=kept.issuer)
    return kept


@transaction.atomic
def change_arrival(*, sign_on: SignOn, default_role: str, trusts_addresses: bool, at: dt.datetime) -> None:
    """Say what newcomers become, and whether addresses count that the provider calls neither verified nor not."""
    require(current_principal(), "change", "sign-on")
    if default_role not in dict(GIVEN_ROLES):
        raise UnableToKeepSignOn(_("People from the provider can become anything but an owner."))
    sign_on.default_role, sign_on.trusts_addresses = default_role, trusts_addresses
    sign_on.save(update_fields=["default_role", "trusts_addresses"])
    record("sign_on.arrival_changed", "sign-on", sign_on.ref, at=at, role=default_role, trusts=trusts_addresses)


def note_trial(*, sign_on: SignOn, at: dt.datetime) -> None:
    """Note that the provider has answered properly."""
    require(current_principal(), "change", "sign-on")
    _mark(sign_on, "tried_at", at, "sign_on.tried", at)


def open_sign_on(*, sign_on: SignOn, at: dt.datetime) -> None:
    """Let people of the proven domains sign in with the provider."""
    require(current_principal(), "change", "sign-on")
    if sign_on.tried_at is None:
        raise UnableToKeepSignOn(_("Try the provider first: nobody has come back from it yet."))
    if not ClaimedDomain.objects.filter(proven_at__isnull=False).exists():
        raise UnableToKeepSignOn(_("Prove a domain first: only its people can come from the provider."))
    _mark(sign_on, "opened_at", at, "sign_on.opened", at)


def close_sign_on(*, sign_on: SignOn, at: dt.datetime) -> None:
    """Let nobody in by the provider any more; passwords count again."""
    require(current_principal(), "change", "sign-on")
    sign_on.required_at = None
    sign_on.save(update_fields=["required_at"])
    _mark(sign_on, "opened_at", None, "sign_on.closed", at)


def require_sign_on(*, sign_on: SignOn, at: dt.datetime) -> None:
    """Refuse passwords to people of the domains, once an owner has a way in that needs no provider."""
    require(current_principal(), "change", "sign-on")
    if sign_on.opened_at is None:
        raise UnableToKeepSignOn(_("Open it first, and let somebody come in by it."))
    if not _an_owner_has_a_second_factor():
        raise UnableToKeepSignOn(
            _("First give an owner a passkey or codes of an app: that is the way in while the provider is down.")
        )
    _mark(sign_on, "required_at", at, "sign_on.required", at)


def allow_passwords(*, sign_on: SignOn, at: dt.datetime) -> None:
    """Let people of the domains sign in by password again."""
    require(current_principal(), "change", "sign-on")
    _mark(sign_on, "required_at", None, "sign_on.passwords_allowed", at)


@transaction.atomic
def give_sign_on_up(*, sign_on: SignOn, at: dt.datetime) -> None:
    """Forget the provider; people stay members and set a password by mail."""
    require(current_principal(), "delete", "sign-on")
    SocialAccount.objects.filter(provider=sign_on.ref).delete()
    record("sign_on.given_up", "sign-on", sign_on.ref, at=at, issuer=sign_on.issuer)
    sign_on.delete()


def _an_owner_has_a_second_factor() -> bool:
    owners = Membership.objects.filter(role=Role.OWNER, state=MembershipState.ACTIVE)
    return bool(Authenticator.objects.filter(user__in=owners.values("person"), type__in=SECOND_FACTORS).exists())


@transaction.atomic
def _mark(sign_on: SignOn, name: str, value: dt.datetime | None, action: str, at: dt.datetime) -> None:
    setattr(sign_on, name, value)
    sign_on.save(update_fields=[name])
    record(action, "sign-on", sign_on.ref, at=at)
