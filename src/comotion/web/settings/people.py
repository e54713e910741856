"""Who acts for the organization: asking people in, letting them in, their role, suspending and removing them."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import may, policy
from comotion.identity.enums import MembershipState, Role
from comotion.identity.inviting import (
    UnableToInvite,
    invitations_here,
    invite_member,
    send_member_invitation_again,
    take_member_invitation_back,
)
from comotion.identity.models import MemberInvitation, Membership
from comotion.identity.operations import UnableToChangeMember, change_role, change_state


class InviteForm(forms.Form):
    """Whom to ask to act for the organization, and as what."""

    address = forms.EmailField(label=gettext_lazy("E-mail"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.MEMBER.value)


def _key(membership: Membership) -> str:
    """Return the name of a member in forms: it says nothing about how many people there are."""
    return salted_hmac("member", str(membership.pk), algorithm="sha256").hexdigest()[:24]


def _member(request: HttpRequest) -> Membership:
    wanted = request.POST.get("member", "")
    members = Membership.objects.select_related("person", "organization")
    found = next((one for one in members if constant_time_compare(_key(one), wanted)), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, form: InviteForm) -> HttpResponse:
    principal = request.principal  # type: ignore[attr-defined]
    at = now()
    members = list(Membership.objects.select_related("person").order_by("person__name", "pk"))
    context = {
        "section": "people",
        "may_read_log": may(principal, "read", "audit-log"),
        "members": [(_key(one), one) for one in members if one.state != MembershipState.REMOVED],
        "active": sum(1 for one in members if one.state == MembershipState.ACTIVE),
        "invitations": [(one, at >= one.expires_at) for one in invitations_here()],
        "roles": Role.choices,
        "form": form,
        "may_invite": may(principal, "create", "members"),
        "may_change": may(principal, "change", "members"),
    }
    return render(request, "settings/people.html", context)


@policy("members", GET="read")
def people(request: HttpRequest, organization: str) -> HttpResponse:
    """List who acts for the organization, who asks to, and who was asked."""
    del organization
    return _page(request, InviteForm())


@policy("members", POST="create")
def invite(request: HttpRequest, organization: str) -> HttpResponse:
    """Ask somebody to act for the organization; the answer never says whether the address is known here."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invitation = invite_member(**form.cleaned_data, at=now())
        except UnableToInvite as refused:
            form.add_error(None, str(refused))
        else:
            said = _("The invitation to %(address)s is on its way.") % {"address": invitation.address}
            messages.success(request, said)
            return redirect("settings:people", organization=organization)
    return _page(request, form)


def _answer(request: HttpRequest, organization: str, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except (UnableToChangeMember, UnableToInvite) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("settings:people", organization=organization)


@policy("members", POST="change")
def role(request: HttpRequest, organization: str) -> HttpResponse:
    """Give a member another role."""
    member, wanted = _member(request), request.POST.get("role", "")
    said = _("%(name)s has another role now.") % {"name": member.person}
    return _answer(request, organization, lambda: change_role(membership=member, role=wanted, at=now()), said)


@policy("members", POST="change")
def state(request: HttpRequest, organization: str) -> HttpResponse:
    """Let in who asked, suspend, or reinstate."""
    member, wanted = _member(request), request.POST.get("state", "")
    words = {
        MembershipState.ACTIVE.value: _("%(name)s can act for the organization."),
        MembershipState.SUSPENDED.value: _("%(name)s is suspended: nothing opens for them until you reinstate them."),
    }
    if wanted not in words:
        raise Http404
    said = words[wanted] % {"name": member.person}
    return _answer(request, organization, lambda: change_state(membership=member, state=wanted, at=now()), said)


@policy("members", POST="delete")
def remove(request: HttpRequest, organization: str) -> HttpResponse:
    """Remove a member; they come back by an invitation only."""
    member = _member(request)
    said = _("%(name)s was removed. What they wrote stays.") % {"name": member.person}
    removed = MembershipState.REMOVED
    return _answer(request, organization, lambda: change_state(membership=member, state=removed, at=now()), said)


@policy("members", POST="create")
def send_again(request: HttpRequest, organization: str) -> HttpResponse:
    """Send another letter."""
    found = visible_or_404(MemberInvitation, "create", "members", ref=request.POST.get("invitation", ""))
    return _answer(
        request, organization, lambda: send_member_invitation_again(invitation=found, at=now()), _("Sent again.")
    )


@policy("members", POST="create")
def take_back(request: HttpRequest, organization: str) -> HttpResponse:
    """Take an invitation back."""
    found = visible_or_404(MemberInvitation, "create", "members", ref=request.POST.get("invitation", ""))
    return _answer(
        request, organization, lambda: take_member_invitation_back(invitation=found, at=now()), _("Taken back.")
    )
