"""What an owner says of domains and of the provider."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comotion.identity.enums import ProviderKind, Role
from comotion.identity.models import SignOn
from comotion.identity.sign_on import GIVEN_ROLES

PLAIN_ADDRESS = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}


class ClaimForm(forms.Form):
    """Which domain is ours."""

    domain = forms.CharField(
        label=_("Domain of your addresses"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "example.com", **PLAIN_ADDRESS}),
    )


class OpenIdConnectForm(forms.Form):
    """A provider that speaks OpenID Connect."""

    issuer = forms.CharField(label=_("Issuer"), max_length=500, widget=forms.TextInput(attrs=PLAIN_ADDRESS))
    client_id = forms.CharField(label=_("Client id"), max_length=200)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        help_text=_("Kept sealed and never shown. Leave it empty to keep the one that is there."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    @classmethod
    def of(cls, kept: SignOn | None) -> OpenIdConnectForm:
        """Return the form with what is kept, except the secret."""
        if kept is None or kept.kind != ProviderKind.OPENID_CONNECT:
            return cls()
        return cls(initial={"issuer": kept.issuer, "client_id": kept.client_id})

    def clean_issuer(self) -> str:
        """Take an address of a server only."""
        issuer: str = self.cleaned_data["issuer"].strip()
        if not issuer.startswith(("https://", "http://")):
            raise forms.ValidationError(_("The issuer is an address that begins with https://."))
        return issuer


class SamlForm(forms.Form):
    """A provider that speaks SAML, by its metadata."""

    metadata_url = forms.CharField(
        label=_("Address of the metadata"), max_length=1000, required=False, widget=forms.TextInput(attrs=PLAIN_ADDRESS)
    )
    metadata = forms.CharField(
        label=_("Or the metadata themselves"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean(self) -> dict[str, Any]:
        """Need one of the two."""
        cleaned = super().clean() or {}
        if not cleaned.get("metadata_url") and not cleaned.get("metadata"):
            raise forms.ValidationError(_("Give the address of the metadata, or the metadata themselves."))
        return cleaned


class ArrivalForm(forms.Form):
    """What people from the provider become."""

    default_role = forms.ChoiceField(label=_("Newcomers become"), choices=GIVEN_ROLES, initial=Role.MEMBER.value)
    trusts_addresses = forms.BooleanField(
        label=_("Its addresses count without the word “verified”"),
        help_text=_("For providers that leave email_verified out, as Entra does. A plain no is always refused."),
        required=False,
    )

    @classmethod
    def of(cls, kept: SignOn) -> ArrivalForm:
        """Return the form with what holds now."""
        return cls(initial={"default_role": kept.default_role, "trusts_addresses": kept.trusts_addresses})
