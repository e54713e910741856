"""Who is in a room: parties, guests, invitations, and what waits for our agreement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import may, policy
from comotion.partnerships.enums import InvitationKind
from comotion.partnerships.guests import let_out
from comotion.partnerships.inviting import Letter, consent, invite, send_again, take_back
from comotion.partnerships.models import Guest, Invitation, Partnership
from comotion.partnerships.moving import shared_counts
from comotion.partnerships.queries import (
    guests_of,
    invitations_of,
    name_of,
    parties_of,
    partners_in,
    proposals_in,
    records_in,
)
from comotion.partnerships.rules import UnableToChangeRoom, has_expired
from comotion.web.room.kinds import counted
from comotion.web.room.views import open_room


class InvitationForm(forms.Form):
    """Whom to ask in, as what, and what the letter says."""

    kind = forms.ChoiceField(
        label=gettext_lazy("As what?"),
        choices=[
            (
                InvitationKind.COUNTERPART.value,
                gettext_lazy("Counterpart: joins for a company, with a side of its own"),
            ),
            (InvitationKind.GUEST.value, gettext_lazy("Guest: reads what is shared in this room")),
        ],
        widget=forms.RadioSelect,
        initial=InvitationKind.COUNTERPART.value,
    )
    company = forms.CharField(label=gettext_lazy("Company"), max_length=200, required=False)
    person_name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    address = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("The invitation can be accepted from this address only.")
    )
    letter = forms.CharField(
        label=gettext_lazy("A few words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("They stand above the offer."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the company of a counterpart."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == InvitationKind.COUNTERPART and not cleaned.get("company", "").strip():
            self.add_error("company", _("Which company do they join for?"))
        return cleaned


@policy("room", GET="read")
def people(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show parties, guests, invitations and what waits for us."""
    room = open_room(request, organization, ref, "people")
    at = now()
    context = {
        "room": room,
        "parties": parties_of(room.partnership),
        "partners": partners_in(room.partnership),
        "guests": guests_of(room.partnership),
        "invitations": [(one, has_expired(one, at)) for one in invitations_of(room.partnership)],
        "proposals": proposals_in(room.partnership),
        "may_invite": may(request.principal, "create", "room"),  # type: ignore[attr-defined]
    }
    return render(request, "room/people.html", context)


@policy("room", GET="create", POST="create")
def invite_somebody(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Ask a counterpart or a guest in; beside the form stands what they will read."""
    partnership = visible_or_404(Partnership, "create", "room", ref=ref)
    records = records_in(partnership)
    usual = {"company": records[0].name if records else "", "kind": InvitationKind.COUNTERPART.value}
    form = InvitationForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite(partnership=partnership, letter=_letter(form, partnership), at=now())
        except UnableToChangeRoom as refused:
            form.add_error(None, str(refused))
        else:
            sent = _("The invitation to %(address)s is on its way.")
            waits = _("The other parties are asked first; then the invitation goes to %(address)s.")
            said = sent if invitation.state == "sent" else waits
            messages.success(request, said % {"address": invitation.address})
            return redirect("room:people", organization=organization, ref=ref)
    context = {
        "partnership": partnership,
        "name": name_of(partnership),
        "form": form,
        "shared": counted(shared_counts(partnership)),
        "partners": partners_in(partnership),
    }
    return render(request, "room/invite.html", context)


def _letter(form: InvitationForm, partnership: Partnership) -> Letter:
    """Return the letter; a company whose record holds a place in the room is asked to take that one."""
    fields = form.cleaned_data
    company = fields["company"].strip()
    records = [one for one in records_in(partnership) if one.name.casefold() == company.casefold()]
    is_guest = fields["kind"] == InvitationKind.GUEST
    return Letter(
        fields["address"],
        fields["person_name"],
        "" if is_guest else company,
        fields["letter"],
        fields["kind"],
        None if is_guest or not records else records[0],
    )


def _answer(
    request: HttpRequest, place: tuple[str, str], deed: Callable[[], object], said: Promise | str
) -> HttpResponse:
    """Do something about the people of a room, say what became of it, and go back to them."""
    try:
        deed()
    except UnableToChangeRoom as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, str(said))
    return redirect("room:people", organization=place[0], ref=place[1])


def _invitation(request: HttpRequest, ref: str, action: str) -> Invitation:
    """Return one's own invitation into this room that the form names."""
    partnership = visible_or_404(Partnership, action, "room", ref=ref)
    own = request.principal.organization_id  # type: ignore[attr-defined]
    named = {"ref": request.POST.get("invitation", ""), "partnership": partnership, "owner_org_id": own}
    return visible_or_404(Invitation, action, "room", **named)


@policy("room", POST="create")
def send_invitation_again(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Send another letter."""
    invitation = _invitation(request, ref, "create")
    return _answer(request, (organization, ref), lambda: send_again(invitation=invitation, at=now()), _("Sent again."))


@policy("room", POST="change")
def take_invitation_back(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(request, ref, "change")
    return _answer(request, (organization, ref), lambda: take_back(invitation=invitation, at=now()), _("Taken back."))


@policy("room", POST="create")
def agree(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Say for one's own organization whether somebody may be asked in."""
    partnership = visible_or_404(Partnership, "create", "room", ref=ref)
    named = {"ref": request.POST.get("invitation", ""), "partnership": partnership}
    invitation = visible_or_404(Invitation, "create", "room", **named)
    agrees = request.POST.get("agrees") == "yes"
    said = _("You have agreed.") if agrees else _("You have said no; nobody is asked in.")
    return _answer(request, (organization, ref), lambda: consent(invitation=invitation, agrees=agrees, at=now()), said)


@policy("room", POST="change")
def let_guest_out(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Let a guest of one's own out of the room."""
    partnership = visible_or_404(Partnership, "change", "room", ref=ref)
    own = request.principal.organization_id  # type: ignore[attr-defined]
    named = {"ref": request.POST.get("guest", ""), "partnership": partnership, "owner_org_id": own}
    guest = visible_or_404(Guest, "change", "room", **named)
    return _answer(request, (organization, ref), lambda: let_out(guest=guest, at=now()), _("Let out."))
