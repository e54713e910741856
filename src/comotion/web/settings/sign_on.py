"""Sign-on: the domains of an organization, the provider that speaks for their people, and who has to come by it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import may, policy
from comotion.identity.claiming import (
    UnableToClaim,
    claim_domain,
    domains_here,
    give_domain_up,
    proof_address,
    prove_domain,
)
from comotion.identity.models import ClaimedDomain, SignOn
from comotion.identity.saml_metadata import UnableToReadMetadata, read_metadata
from comotion.identity.sign_on import (
    UnableToKeepSignOn,
    allow_passwords,
    change_arrival,
    close_sign_on,
    give_sign_on_up,
    keep_openid_connect,
    keep_saml,
    open_sign_on,
    place_of_provider,
    require_sign_on,
    sign_on_here,
)
from comotion.notices.connecting import UnableToReach
from comotion.web.settings.fetching import fetched
from comotion.web.settings.sign_on_forms import ArrivalForm, ClaimForm, OpenIdConnectForm, SamlForm

Refused = (UnableToClaim, UnableToKeepSignOn, UnableToReadMetadata, UnableToReach)
DEEDS: dict[str, Callable[..., None]] = {
    "open": open_sign_on,
    "close": close_sign_on,
    "require": require_sign_on,
    "allow": allow_passwords,
}


def _page(request: HttpRequest, **forms: object) -> HttpResponse:
    principal = request.principal  # type: ignore[attr-defined]
    kept = sign_on_here()
    ref = kept.ref if kept else place_of_provider()
    context = {
        "section": "sign_on",
        "may_read_log": may(principal, "read", "audit-log"),
        "may_change": may(principal, "change", "sign-on"),
        "domains": [(claim, proof_address(claim)) for claim in domains_here()],
        "sign_on": kept,
        "claim_form": ClaimForm(),
        "openid_form": OpenIdConnectForm.of(kept),
        "saml_form": SamlForm(),
        "arrival_form": ArrivalForm.of(kept) if kept else None,
        "callback": request.build_absolute_uri(reverse("openid_connect_callback", args=[ref])),
        "metadata": request.build_absolute_uri(reverse("saml_metadata", args=[ref])),
        "acs": request.build_absolute_uri(reverse("saml_acs", args=[ref])),
    }
    return render(request, "settings/sign_on.html", context | forms)


@policy("sign-on", GET="read")
def sign_on(request: HttpRequest, organization: str) -> HttpResponse:
    """Show domains, provider and rules."""
    del organization
    return _page(request)


def _done(request: HttpRequest, organization: str, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("settings:sign_on", organization=organization)


@policy("sign-on", POST="create")
def claim(request: HttpRequest, organization: str) -> HttpResponse:
    """Claim a domain."""
    form = ClaimForm(request.POST)
    if form.is_valid():
        try:
            claim_domain(domain=form.cleaned_data["domain"], at=now())
        except UnableToClaim as refused:
            form.add_error("domain", str(refused))
        else:
            return redirect("settings:sign_on", organization=organization)
    return _page(request, claim_form=form)


def _claimed(request: HttpRequest, action: str) -> ClaimedDomain:
    return visible_or_404(ClaimedDomain, action, "sign-on", ref=request.POST.get("domain", ""))


@policy("sign-on", POST="change")
def prove(request: HttpRequest, organization: str) -> HttpResponse:
    """Look for the proof on the domain."""
    found = _claimed(request, "change")
    said = _("%(domain)s is yours.") % {"domain": found.domain}

    def deed() -> None:
        prove_domain(claim=found, found=fetched(proof_address(found)).decode("utf-8", "replace"), at=now())

    return _done(request, organization, deed, said)


@policy("sign-on", POST="delete")
def give_up_domain(request: HttpRequest, organization: str) -> HttpResponse:
    """Give a domain up."""
    found = _claimed(request, "delete")
    return _done(request, organization, lambda: give_domain_up(claim=found, at=now()), _("Given up."))


@policy("sign-on", POST="change")
def keep_openid(request: HttpRequest, organization: str) -> HttpResponse:
    """Keep a provider that speaks OpenID Connect."""
    form = OpenIdConnectForm(request.POST)
    if form.is_valid():
        try:
            keep_openid_connect(**form.cleaned_data, at=now())
        except UnableToKeepSignOn as refused:
            form.add_error("secret", str(refused))
        else:
            messages.success(request, _("Kept. Try it before you open it."))
            return redirect("settings:sign_on", organization=organization)
    return _page(request, openid_form=form)


@policy("sign-on", POST="change")
def keep_metadata(request: HttpRequest, organization: str) -> HttpResponse:
    """Keep a provider that speaks SAML, from its metadata."""
    form = SamlForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["metadata"].encode() or fetched(form.cleaned_data["metadata_url"])
            keep_saml(provider=read_metadata(text), at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. Try it before you open it."))
            return redirect("settings:sign_on", organization=organization)
    return _page(request, saml_form=form)


def _kept() -> SignOn:
    found = sign_on_here()
    if found is None:
        raise UnableToKeepSignOn(_("Enter your provider first."))
    return found


@policy("sign-on", POST="change")
def arrival(request: HttpRequest, organization: str) -> HttpResponse:
    """Say what newcomers become."""
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        return _page(request, arrival_form=form)
    deed = lambda: change_arrival(sign_on=_kept(), **form.cleaned_data, at=now())  # noqa: E731  (a deed to try)
    return _done(request, organization, deed, _("Saved."))


@policy("sign-on", POST="change")
def decide(request: HttpRequest, organization: str) -> HttpResponse:
    """Open or close the provider; require it, or allow passwords again."""
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    return _done(request, organization, lambda: deed(sign_on=_kept(), at=now()), _("Done."))


@policy("sign-on", POST="delete")
def give_up(request: HttpRequest, organization: str) -> HttpResponse:
    """Forget the provider."""
    said = _("Forgotten. People set a password by mail.")
    return _done(request, organization, lambda: give_sign_on_up(sign_on=_kept(), at=now()), said)
