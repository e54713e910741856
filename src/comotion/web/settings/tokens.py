"""API tokens: what there is, with scopes, last use and end; making one, whose secret is shown once; ending one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.clock import now
from comotion.core.policy import may, policy
from comotion.core.principal import Principal
from comotion.identity.models import ApiToken
from comotion.identity.tokens import (
    UnableToCreateToken,
    UnableToRevokeToken,
    create_token,
    grantable_scopes,
    reading_scopes,
    revoke_token,
    visible_tokens,
)

DAYS = (30, 90, 365)
DEEDS = {
    "create": gettext_lazy("create"),
    "read": gettext_lazy("read"),
    "change": gettext_lazy("change"),
    "delete": gettext_lazy("delete"),
    "export": gettext_lazy("export"),
    "share": gettext_lazy("share"),
}

RESOURCES = {
    "audit-log": gettext_lazy("audit log"),
    "audits": gettext_lazy("friction audits"),
    "commitments": gettext_lazy("commitments"),
    "crm": gettext_lazy("accounts and opportunities"),
    "explanation": gettext_lazy("how figures come about"),
    "imports": gettext_lazy("imports"),
    "incentives": gettext_lazy("incentives"),
    "initiatives": gettext_lazy("initiatives"),
    "jobs": gettext_lazy("long work"),
    "joint": gettext_lazy("common texts"),
    "links": gettext_lazy("links"),
    "measures": gettext_lazy("measures and readings"),
    "notices": gettext_lazy("notices"),
    "organization": gettext_lazy("the organization"),
    "portfolio": gettext_lazy("the portfolio"),
    "reports": gettext_lazy("reports"),
    "room": gettext_lazy("rooms"),
    "room-log": gettext_lazy("logs of rooms"),
    "standing": gettext_lazy("what we hold about partnerships"),
    "surveys": gettext_lazy("surveys"),
    "today": gettext_lazy("today"),
    "webhooks": gettext_lazy("webhooks"),
}
NOT_OFFERED = frozenset({"design", "drafts"})
"""What only pages need."""


class TokenForm(forms.Form):
    """What a token is for, what it may do, and how long."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=100,
        help_text=gettext_lazy("The name of the program that uses it, for example."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Good for"), coerce=int, initial=90)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Never more than you may yourself at the time; no right brings another one along."),
    )

    def __init__(self, data: Any, principal: Principal) -> None:
        super().__init__(data, initial={"scopes": reading_scopes(principal)})
        scopes, days = self.fields["scopes"], self.fields["days"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        assert isinstance(days, forms.TypedChoiceField)
        scopes.choices = [
            (one, scope_words(one)) for one in grantable_scopes(principal) if one.partition(":")[0] not in NOT_OFFERED
        ]
        days.choices = [(str(number), _("%(days)s days") % {"days": number}) for number in DAYS]


def scope_words(scope: str) -> str:
    """Return a scope in words: what, then the deed."""
    resource, _sign, deed = scope.partition(":")
    return f"{RESOURCES.get(resource, resource.replace('-', ' '))}: {DEEDS.get(deed, deed)}"


def _grid(form: TokenForm) -> list[tuple[str, list[Any]]]:
    """Return the boxes of the form by resource, each in the column of its deed, None where there is none."""
    boxes: dict[str, dict[str, Any]] = {}
    for box in form["scopes"].subwidgets:
        resource, _sign, deed = str(box.data["value"]).partition(":")
        boxes.setdefault(resource, {})[deed] = box
    named = [
        (str(RESOURCES.get(one, one.replace("-", " "))), [found.get(deed) for deed in DEEDS])
        for one, found in boxes.items()
    ]
    return sorted(named, key=lambda pair: pair[0].casefold())


def _lines(at: dt.datetime, principal: Principal) -> Iterator[dict[str, Any]]:
    may_end = may(principal, "delete", "tokens")
    for token in visible_tokens():
        yield {
            "token": token,
            "state": _state(token, at),
            "scopes": [scope_words(scope) for scope in token.scopes],
            "may_end": may_end and _state(token, at) == "open",
        }


def _state(token: ApiToken, at: dt.datetime) -> str:
    if token.revoked_at is not None:
        return "ended"
    return "expired" if token.expires_at is not None and token.expires_at <= at else "open"


def _page(request: HttpRequest, form: TokenForm, secret: str = "") -> HttpResponse:
    principal = request.principal  # type: ignore[attr-defined]
    lines = list(_lines(now(), principal))
    context = {
        "section": "tokens",
        "may_read_log": may(principal, "read", "audit-log"),
        "lines": lines,
        "open": sum(line["state"] == "open" for line in lines),
        "form": form,
        "grid": _grid(form),
        "deeds": list(DEEDS.values()),
        "secret": secret,
        "may_create": may(principal, "create", "tokens"),
    }
    return render(request, "settings/tokens.html", context)


@policy("tokens", GET="read")
def tokens(request: HttpRequest, organization: str) -> HttpResponse:
    """List one's tokens; owner and auditor see everybody's, never a secret."""
    del organization
    return _page(request, TokenForm(None, request.principal))  # type: ignore[attr-defined]


@policy("tokens", POST="create")
def create(request: HttpRequest, organization: str) -> HttpResponse:
    """Make a token; this answer alone shows its secret."""
    del organization
    principal = request.principal  # type: ignore[attr-defined]
    form = TokenForm(request.POST, principal)
    if form.is_valid():
        said = form.cleaned_data
        try:
            _token, secret = create_token(
                name=said["name"], scopes=said["scopes"], at=now(), expires_at=now() + dt.timedelta(days=said["days"])
            )
        except UnableToCreateToken as refused:
            form.add_error(None, str(refused))
        else:
            return _page(request, TokenForm(None, principal), secret)
    return _page(request, form)


@policy("tokens", POST="delete")
def end(request: HttpRequest, organization: str) -> HttpResponse:
    """End a token at once."""
    try:
        token = revoke_token(ref=request.POST.get("token", ""), at=now())
    except UnableToRevokeToken as missing:
        raise Http404 from missing
    messages.success(
        request, _("“%(name)s” has ended. Whatever used it is refused from now on.") % {"name": token.name}
    )
    return redirect("settings:tokens", organization=organization)
