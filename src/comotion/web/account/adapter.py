"""What the library asks us: who may sign up (nobody), who may come in, and which providers there are."""

from __future__ import annotations

from typing import Any, NoReturn

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comotion.core.sealing import opened
from comotion.identity.entering import keeps_own_way, refusal_of_password, required_for, sign_on_with
from comotion.identity.enums import ProviderKind
from comotion.identity.models import Person, SignOn
from comotion.identity.sign_on import SIGN_ON
from comotion.web.account.arriving import arrive, refused
from comotion.web.account.openid_connect import asserted_by, state_of
from comotion.web.account.outgoing import guarded_session


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited, made by the operator, or vouched for by their organization's provider."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no."""
        del request
        return False

    def pre_login(self, request: HttpRequest, user: Person, **how: Any) -> HttpResponse | None:
        """Send people back who have to come by their provider and came another way."""
        answer: HttpResponse | None = super().pre_login(request, user, **how)
        sign_on = required_for(user.email)
        came_by = (how.get("signal_kwargs") or {}).get("sign_on")
        if answer or sign_on is None or came_by == sign_on.ref or keeps_own_way(user, sign_on):
            return answer
        messages.error(request, refusal_of_password(sign_on))
        return redirect("account_login")


class OwnProviders(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds providers among those that organizations keep, and takes everybody who arrives to our own door."""

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """Return a kept provider as the library wants it, by its name in links."""
        del request, client_id
        sign_on = sign_on_with(provider)
        if sign_on is None or sign_on.kind != ProviderKind.OPENID_CONNECT:
            raise SocialApp.DoesNotExist
        return app_of(sign_on)

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """List none: which organizations have a provider is nobody's business."""
        del request, provider, client_id
        return []

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Take over from the library before it looks for an account of its own."""
        sign_on = sign_on_with(sociallogin.account.provider)
        if sign_on is None:
            raise ImmediateHttpResponse(refused(request, _("Signing in this way is not open.")))
        asserted = asserted_by(sociallogin)
        raise ImmediateHttpResponse(arrive(request, sign_on, asserted, state_of(sociallogin)))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **what: Any) -> NoReturn:
        """Say in one line what went wrong."""
        del provider
        raise ImmediateHttpResponse(refused(request, _sentence(what)))

    def get_requests_session(self) -> requests.Session:
        """Return the only road to providers."""
        return guarded_session()


def app_of(sign_on: SignOn) -> SocialApp:
    """Return a kept provider as the library wants it; it is in no table of the library's."""
    return SocialApp(
        provider=ProviderKind.OPENID_CONNECT,
        provider_id=sign_on.ref,
        name=sign_on.owner_org.name,
        client_id=sign_on.client_id,
        secret=opened(sign_on.sealed_secret, SIGN_ON),
        settings={
            "server_url": sign_on.issuer,
            "oauth_pkce_enabled": True,
            "openid_configuration_overrides": {"issuer": sign_on.issuer},
        },
    )


def _sentence(what: dict[str, Any]) -> str:
    if what.get("error") == AuthError.CANCELLED:
        return _("Your provider let nobody in.")
    exception = what.get("exception")
    if isinstance(exception, requests.RequestException):
        return _("Your provider did not answer properly. Try again later.")
    if exception is not None:
        return str(exception) or _("What your provider sent does not hold.")
    return _("This sign-in was used already, took too long, or began in another browser. Begin again.")
