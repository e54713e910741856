"""OpenID Connect, stricter than the library: every token's signature counts, and it speaks for one person only."""

from __future__ import annotations

from typing import Any

import jwt
import requests
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comotion.core.policy import policy
from comotion.core.sealing import opened
from comotion.identity.entering import Asserted, UnableToSignOn, sign_on_with
from comotion.identity.enums import ProviderKind
from comotion.identity.models import SignOn
from comotion.identity.sign_on import SIGN_ON

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
NEEDED = ("iss", "aud", "exp", "sub")
CLAIMS = ("email", "email_verified", "name")
LEEWAY = 60


class StrictProvider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Reads what a provider answers."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return whom the token names; the address may come from the provider's other page about the same person."""
        claims = self._claims(app, str(kwargs["response"].get("id_token") or ""))
        if not claims.get("email") and self.openid_config.get("userinfo_endpoint"):
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error(_("The provider spoke of two different people."))
            claims = more | claims
        said = {name: claims.get(name) for name in CLAIMS}
        login = self.get_provider().sociallogin_from_response(request, {"id_token": said | {"sub": claims["sub"]}})
        login.account.extra_data = said
        return login

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            key = self._key_of(id_token)
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=list(ALGORITHMS),
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": list(NEEDED)},
            )
        except jwt.ExpiredSignatureError as late:
            raise OAuth2Error(_("What the provider sent has expired. Begin again.")) from late
        except jwt.InvalidAudienceError as other:
            raise OAuth2Error(_("What the provider sent was meant for another application.")) from other
        except jwt.InvalidIssuerError as other:
            raise OAuth2Error(_("What came back was said by another provider.")) from other
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as wrong:
            raise OAuth2Error(_("What came back is not signed by your provider.")) from wrong
        return claims

    def _key_of(self, id_token: str) -> Any:
        from allauth.socialaccount.adapter import get_adapter  # noqa: PLC0415  (it imports this package's adapter)

        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = jwt.get_unverified_header(id_token).get("kid")
        found = next((key for key in keys if named in {None, key.key_id}), None)
        if found is None:
            raise jwt.InvalidKeyError("the provider has no such key")
        return found.key


def asserted_by(login: SocialLogin) -> Asserted:
    """Return what a provider said of somebody; only a plain yes is one."""
    said: dict[str, Any] = login.account.extra_data
    verified = said.get("email_verified")
    is_verified = None if verified is None else str(verified).lower() == "true"
    address = str(said.get("email") or "").strip().lower()
    return Asserted(str(login.account.uid), address, str(said.get("name") or ""), is_verified)


def state_of(login: SocialLogin) -> dict[str, Any]:
    """Return what this browser wanted when it set out."""
    return {"next": login.state.get("next"), **(login.state.get("data") or {})}


def ask_provider(request: HttpRequest, sign_on: SignOn, state: dict[str, Any], hint: str = "") -> str:
    """Return where to send somebody, and remember for this browser what was asked."""
    from allauth.socialaccount.adapter import get_adapter  # noqa: PLC0415  (it imports this module)

    if not opened(sign_on.sealed_secret, SIGN_ON):
        raise UnableToSignOn(_("The client's secret cannot be opened on this server. An owner has to enter it anew."))
    provider = get_adapter().get_provider(request, provider=sign_on.ref)
    more = {"login_hint": hint} if hint else {}
    given = {key: value for key, value in state.items() if key != "next"}
    try:
        answer = provider.redirect(request, AuthProcess.LOGIN, state.get("next"), given, auth_params=more)
    except (requests.RequestException, KeyError, ValueError) as failed:
        raise UnableToSignOn(_("Your provider did not answer properly. Try again later.")) from failed
    return str(answer["Location"])


@policy("sign-on", audience="public", GET="read")
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take somebody who comes back from a provider, with what was promised to this browser alone."""
    sign_on = sign_on_with(provider_id)
    if sign_on is None or sign_on.kind != ProviderKind.OPENID_CONNECT:
        raise Http404
    answer: HttpResponse = OAuth2CallbackView.adapter_view(StrictProvider(request, provider_id))(request)
    return answer
