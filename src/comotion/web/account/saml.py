"""SAML: asking a provider, and reading what it signed; only what this browser asked for counts, and only once."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from allauth.socialaccount.internal import statekit
from allauth.socialaccount.sessions import LoginSession
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from lxml import etree
from onelogin.saml2.authn_request import OneLogin_Saml2_Authn_Request
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from comotion.core.policy import policy
from comotion.identity.entering import Asserted, sign_on_with
from comotion.identity.enums import ProviderKind
from comotion.identity.models import SignOn
from comotion.web.account.arriving import arrive, refused

MOST_BYTES = 512 * 1024
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
IS_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
UIDS = ("urn:oasis:names:tc:SAML:attribute:subject-id", "http://schemas.microsoft.com/identity/claims/objectidentifier")
ADDRESSES = (
    "email",
    "mail",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "urn:oid:1.2.840.113549.1.9.1",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)
NAMES = (
    "displayName",
    "name",
    "urn:oid:2.16.840.1.113730.3.1.241",
    "http://schemas.microsoft.com/identity/claims/displayname",
)
Wrong = OneLogin_Saml2_ValidationError
CONFIRMED = "/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData[@InResponseTo=$request]"


def settings_of(request: HttpRequest, sign_on: SignOn) -> OneLogin_Saml2_Settings:
    """Return who asks and who answers, as the library wants it."""
    here = {
        name: request.build_absolute_uri(reverse(f"saml_{name}", args=[sign_on.ref])) for name in ("metadata", "acs")
    }
    return OneLogin_Saml2_Settings(
        {
            "strict": True,
            "sp": {"entityId": here["metadata"], "assertionConsumerService": {"url": here["acs"]}},
            "idp": {
                "entityId": sign_on.issuer,
                "singleSignOnService": {"url": sign_on.sign_on_url},
                "x509certMulti": {"signing": sign_on.certificates},
            },
            "security": {
                "requestedAuthnContext": False,
                "rejectDeprecatedAlgorithm": True,
                "wantAttributeStatement": False,
                "allowRepeatAttributeName": True,
                "allowSingleLabelDomains": True,
            },
        }
    )


def ask_provider(request: HttpRequest, sign_on: SignOn, state: dict[str, Any]) -> str:
    """Return where to send somebody, and remember for this browser what was asked."""
    asking = OneLogin_Saml2_Authn_Request(settings_of(request, sign_on))
    statekit.stash_state(request, provider_id=sign_on.ref, state=state, state_id=asking.get_id())
    parameters = {"SAMLRequest": asking.get_request(), "RelayState": secrets.token_urlsafe(8)}
    address: str = OneLogin_Saml2_Utils.redirect(sign_on.sign_on_url, parameters, request_data=_seen(request, sign_on))
    return address


def _seen(request: HttpRequest, sign_on: SignOn) -> dict[str, str]:
    """Say under which address the answer has come in: that of ``acs``, where the provider was told to send it."""
    path = reverse("saml_acs", args=[sign_on.ref])
    secure = "on" if request.is_secure() else "off"
    return {"https": secure, "http_host": request.get_host(), "script_name": path}


def _known(ref: str) -> SignOn:
    sign_on = sign_on_with(ref)
    if sign_on is None or sign_on.kind != ProviderKind.SAML:
        raise Http404
    return sign_on


@policy("sign-on", audience="public", GET="read")
def metadata(request: HttpRequest, ref: str) -> HttpResponse:
    """Say who asks, for the provider's own set-up."""
    return HttpResponse(settings_of(request, _known(ref)).get_sp_metadata(), content_type="application/xml")


@csrf_exempt
@policy("sign-on", audience="public", POST="read")
def acs(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the provider's letter; its browser brings its cookies along only with the next step."""
    sign_on, letter = _known(ref), request.POST.get("SAMLResponse", "")
    if not letter or len(letter) > MOST_BYTES:
        return refused(request, _("Your provider sent nothing that could be read."))
    answer = redirect("saml_finish", ref=sign_on.ref)
    kept = LoginSession(request, "saml_letter", "saml-letter")
    kept.store["letter"] = letter
    kept.store.set_expiry(dt.timedelta(minutes=5))
    kept.save(answer)
    return answer


@policy("sign-on", audience="public", GET="read")
def finish(request: HttpRequest, ref: str) -> HttpResponse:
    """Read the letter, and let in whom it names."""
    sign_on = _known(ref)
    kept = LoginSession(request, "saml_letter", "saml-letter")
    letter = kept.store.get("letter", "")
    kept.delete()
    try:
        read = OneLogin_Saml2_Response(settings_of(request, sign_on), letter)
        asked = str(read.get_in_response_to() or "")
        state = statekit.unstash_state(request, provider_id=sign_on.ref, state_id=asked, raises=True)
        _hold(read, request, sign_on, asked)
        asserted = _asserted(read)
    except PermissionDenied:
        return refused(
            request, _("This sign-in was used already, took too long, or began in another browser. Begin again.")
        )
    except (OneLogin_Saml2_Error, Wrong) as wrong:
        return refused(request, _sentence(wrong))
    except (etree.LxmlError, ValueError, TypeError, AttributeError):
        return refused(request, _("Your provider sent nothing that could be read."))
    return arrive(request, sign_on, asserted, state or {})


def _hold(read: OneLogin_Saml2_Response, request: HttpRequest, sign_on: SignOn, asked: str) -> None:
    """Hold the answer against everything it has to say; the library lets some of it be left out."""
    read.is_valid(_seen(request, sign_on), request_id=asked, raise_exceptions=True)
    us = request.build_absolute_uri(reverse("saml_metadata", args=[sign_on.ref]))
    if us not in read.get_audiences():
        raise Wrong("no audience", Wrong.WRONG_AUDIENCE)
    if not read._query_assertion(CONFIRMED.replace("$request", f"'{asked}'")):  # noqa: SLF001  (finds what was signed, and only that)
        raise Wrong("not confirmed", Wrong.WRONG_SUBJECTCONFIRMATION)


def _asserted(read: OneLogin_Saml2_Response) -> Asserted:
    """Return whom the answer names; SAML knows no verified addresses, so what it signs counts unless it says no."""
    said: dict[str, list[str]] = read.get_attributes()
    form, name_id = read.get_nameid_format(), str(read.get_nameid() or "")
    address = _first(said, ADDRESSES) or (name_id if form == IS_ADDRESS or "@" in name_id else "")
    uid = _first(said, UIDS) or ("" if form == TRANSIENT else name_id)
    is_verified = _first(said, ("email_verified", "http://schemas.auth0.com/email_verified")).lower() not in {
        "false",
        "0",
    }
    return Asserted(uid or address.lower(), address.lower(), _first(said, NAMES), is_verified)


def _first(said: dict[str, list[str]], names: Iterable[str]) -> str:
    return next((str(said[name][0]).strip() for name in names if said.get(name) and said[name][0]), "")


def _sentence(wrong: Exception) -> str:
    code = getattr(wrong, "code", None)
    if code in {Wrong.ASSERTION_EXPIRED, Wrong.RESPONSE_EXPIRED, Wrong.SESSION_EXPIRED, Wrong.ASSERTION_TOO_EARLY}:
        return _("What the provider sent has expired. Begin again.")
    too_weak = _("Your provider signs with SHA-1, which counts no more. Have it sign with SHA-256.")
    words = {
        Wrong.DEPRECATED_SIGNATURE_METHOD: too_weak,
        Wrong.DEPRECATED_DIGEST_METHOD: too_weak,
        Wrong.STATUS_CODE_IS_NOT_SUCCESS: _("Your provider let nobody in."),
        Wrong.WRONG_AUDIENCE: _("What the provider sent was meant for another application."),
        Wrong.WRONG_DESTINATION: _("What the provider sent was meant for another application."),
        Wrong.WRONG_ISSUER: _("What came back was said by another provider."),
        Wrong.WRONG_SUBJECTCONFIRMATION: _(
            "What came back answers nothing that was asked here, or too late. Begin again."
        ),
    }
    return words.get(code, _("What came back is not signed by your provider."))
