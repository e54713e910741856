"""Passkeys: what a device is told about us, and how one is named."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Passkeys(DefaultMFAAdapter):  # type: ignore[misc]
    """Speaks for Comotion where a device asks who wants a key."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the host, to which a key is bound, and the name that the device shows."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Comotion"}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """Suggest a name for one more key."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Asks for a name, and whether the key is enough by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = _("The device then asks for your finger, face or PIN.")
        self.fields["passwordless"].initial = True
