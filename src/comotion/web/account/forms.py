"""Signing in by password, which some organizations do not want any more, and by one's organization."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from comotion.identity.entering import keeps_own_way, refusal_of_password, required_for


class SignInForm(LoginForm):  # type: ignore[misc]
    """Refuses everybody of a domain in the same words, whether or not they are known and the password is right."""

    def clean(self) -> Any:
        """Look at the password in every case, so that the time it takes tells nothing either."""
        sign_on = required_for(self.cleaned_data.get("login", ""))
        if sign_on is None:
            return super().clean()
        refusal = forms.ValidationError(refusal_of_password(sign_on))
        try:
            cleaned = super().clean()
        except forms.ValidationError as wrong:
            raise refusal from wrong
        if self.user is None or not keeps_own_way(self.user, sign_on):
            raise refusal
        return cleaned


class AddressForm(forms.Form):
    """Whose organization is asked for."""

    address = forms.EmailField(
        label=_("E-mail at your organization"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
