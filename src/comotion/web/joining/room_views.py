"""An invitation into a room: what it offers comes first, then an account, a company, or no."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import policy
from comotion.core.principal import Principal, acting_as
from comotion.identity.joining import UnableToComeIn, ask_to_join, found_organization
from comotion.identity.joining import make_account as keep_account
from comotion.identity.models import Person
from comotion.partnerships import joining
from comotion.partnerships.joining import Offer, UnableToJoin, offer_of
from comotion.partnerships.models import Partnership
from comotion.portfolio.operations import refresh
from comotion.web.joining.forms import NEW, AcceptForm, AccountForm, DeclineForm
from comotion.web.joining.visitor import Place, companies_of, places_of, sign_in, visitor_of
from comotion.web.room.kinds import counted

PURPOSE = "room-invitation"


def _offer(request: HttpRequest) -> Offer:
    found = offer_of(request.link.subject, now())  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _for_invited(request: HttpRequest) -> tuple[Offer, Person]:
    """Return the offer and whom it is for; whoever else is signed in is sent back to the first page."""
    found = _offer(request)
    person = visitor_of(request, found.address).person
    if person is None:
        raise UnableToJoin(_("Sign in with the address that was invited, then accept."))
    return found, person


def _page(request: HttpRequest, token: str, **forms: Any) -> HttpResponse:
    found = _offer(request)
    visitor = visitor_of(request, found.address)
    context = {
        "offer": found,
        "token": token,
        "visitor": visitor,
        "shared": counted(found.shared),
        "account_form": AccountForm(),
        "decline_form": DeclineForm(),
    }
    if visitor.person is not None and found.kind == "counterpart":
        places = places_of(visitor.person, found.organization)
        context["accept_form"] = AcceptForm(places, found.company)
        context["companies"] = companies_of(visitor.person)
    return render(request, "joining/room.html", context | forms)


@policy(PURPOSE, audience="link", GET="read")
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Show who asks, what would be shared and what stays private, before anything else."""
    return _page(request, token)


@policy(PURPOSE, audience="link", POST="create")
def make_account(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account for the address to which the link went."""
    found, form = _offer(request), AccountForm(request.POST)
    if not found.is_open or not form.is_valid():
        return _page(request, token, account_form=form)
    try:
        person = keep_account(address=found.address, **form.cleaned_data)
    except UnableToComeIn as refused:
        form.add_error("password", str(refused))
        return _page(request, token, account_form=form)
    sign_in(request, person)
    return redirect("joining:room", token=token)


@policy(PURPOSE, audience="link", POST="create")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Join for one of one's organizations, or for a new one."""
    try:
        found, person = _for_invited(request)
        places = places_of(person, found.organization)
        form = AcceptForm(places, found.company, request.POST)
        if not form.is_valid():
            return _page(request, token, accept_form=form)
        room, slug = _join(found, form, places, person)
    except (UnableToJoin, UnableToComeIn) as refused:
        messages.error(request, str(refused))
        return redirect("joining:room", token=token)
    messages.success(request, _("You have joined. What you add here is yours alone until you share it."))
    return redirect("room:overview", organization=slug, ref=room.ref)


@transaction.atomic
def _join(found: Offer, form: AcceptForm, places: list[Place], person: Person) -> tuple[Partnership, str]:
    """Join, and make the organization for it where there is none: both or neither."""
    principal, slug = _acting(form, places, person)
    with acting_as(principal):
        room = joining.accept(ref=found.ref, at=now(), kept=_kept(form))
        refresh(as_of=today(), at=now(), partnerships=[room.pk])
    return room, slug


def _acting(form: AcceptForm, places: list[Place], person: Person) -> tuple[Principal, str]:
    """Return who joins: somebody of an organization that is there, or the first owner of a new one."""
    chosen = next((place for place in places if place.slug == form.cleaned_data["place"]), None)
    if chosen is not None:
        return chosen.principal, chosen.slug
    assert form.cleaned_data["place"] == NEW
    founded = found_organization(name=form.cleaned_data["company"].strip(), person=person, at=now())
    return Principal(founded.organization_id, founded.role, person.pk), founded.organization.slug


def _kept(form: AcceptForm) -> Partnership | None:
    ref = form.cleaned_data.get("kept", "").partition(":")[2]
    return visible_or_404(Partnership, "change", "standing", ref=ref) if ref else None


@policy(PURPOSE, audience="link", POST="create")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Enter a room as its guest."""
    try:
        found, person = _for_invited(request)
        guest = joining.accept_as_guest(ref=found.ref, person=person, at=now())
    except UnableToJoin as refused:
        messages.error(request, str(refused))
        return redirect("joining:room", token=token)
    return redirect("guest:room", ref=guest.partnership.ref)


@policy(PURPOSE, audience="link", POST="create")
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the owners of one's company, which is here already, to be let in."""
    try:
        _found, person = _for_invited(request)
        wanted = request.POST.get("organization", "")
        company = next((one for one in companies_of(person) if one.organization.slug == wanted), None)
        if company is None:
            raise Http404
        ask_to_join(organization=company.organization, person=person, at=now())
    except (UnableToJoin, UnableToComeIn) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Asked. An owner there decides; you can then open this link again and accept."))
    return redirect("joining:room", token=token)


@policy(PURPOSE, audience="link", POST="change")
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no; no account is needed for that."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, token, decline_form=form)
    try:
        joining.decline(ref=_offer(request).ref, reason=form.cleaned_data["reason"], at=now())
    except UnableToJoin as refused:
        messages.error(request, str(refused))
    return redirect("joining:room", token=token)
