"""The section: initiatives with their leaders, the matrix as a grid, findings beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import today
from comotion.core.policy import may, policy
from comotion.initiatives.models import Activity, Initiative, Leader
from comotion.initiatives.operations import (
    UnableToChangeInitiative,
    begin_initiative,
    end_leadership,
    keep_activity,
    keep_grid,
    name_leader,
    remove_activity,
)
from comotion.initiatives.queries import grid_of
from comotion.partnerships.models import Partnership
from comotion.partnerships.queries import partners_in
from comotion.web.initiatives.forms import ActivityForm, InitiativeForm, LeaderForm, MemberForm
from comotion.web.initiatives.presentation import initiative_rows, ownership_of, written_findings
from comotion.web.room.views import open_room


@policy("initiatives", GET="read")
def section(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show initiatives, leaders, matrix and findings."""
    room = open_room(request, organization, ref, "initiatives", resource="initiatives")
    partnership = room.partnership
    owned = ownership_of(partnership, today())
    context = {
        "room": room,
        "partners": partners_in(partnership),
        "owned": owned,
        "rows": initiative_rows(partnership, owned, today()),
        "grid": grid_of(partnership),
        "findings": written_findings(owned),
        "may_change": may(request.principal, "change", "initiatives"),  # type: ignore[attr-defined]
        "initiative_form": InitiativeForm(),
        "activity_form": ActivityForm(None, partnership),
        "member_form": MemberForm(),
        "leader_form": LeaderForm(),
    }
    return render(request, "initiatives/section.html", context)


def _do(request: HttpRequest, ref: str, deed: Callable[[], Any], said: str) -> HttpResponse:
    try:
        deed()
    except UnableToChangeInitiative as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    slug = request.membership.organization.slug  # type: ignore[attr-defined]
    return redirect("room:initiatives", organization=slug, ref=ref)


def _checked(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        told = (
            f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items() if name in form.fields
        )
        raise UnableToChangeInitiative(" ".join(told) or _("Please look at what you entered."))
    return form.cleaned_data


@policy("initiatives", POST="change")
def keep_matrix(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Keep the letters of the whole grid, and a new column where one is named."""
    del organization
    partnership = visible_or_404(Partnership, "change", "initiatives", ref=ref)

    def deed() -> None:
        grid = grid_of(partnership)
        new = _checked(MemberForm(request.POST))
        members: list[Mapping[str, Any]] = [
            {"member": one.member, "side": one.side, "is_group": one.is_group} for one in grid.members
        ]
        members += [new] if new["member"] else []
        own = {one.ref: one for one, _letters in grid.rows if one.owner_org_id == request.principal.organization_id}  # type: ignore[attr-defined]
        cells = {name: str(text) for name, text in request.POST.items() if "/" in name}
        keep_grid(activities=own, members=members, cells=cells)

    return _do(request, ref, deed, _("The matrix is kept."))


@policy("initiatives", POST="create")
def add_activity(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Add a row to the matrix."""
    del organization
    partnership = visible_or_404(Partnership, "create", "initiatives", ref=ref)

    def deed() -> None:
        fields = _checked(ActivityForm(request.POST, partnership))
        of = Initiative.objects.filter(partnership=partnership, ref=fields["initiative"]).first()
        keep_activity(
            partnership=partnership,
            name=fields["activity"],
            weight=fields["weight"],
            crosses_sides=fields["crosses_sides"],
            initiative=of,
        )

    return _do(request, ref, deed, _("The activity is in the matrix."))


@policy("initiatives", POST="create")
def begin(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Begin an initiative."""
    del organization
    partnership = visible_or_404(Partnership, "create", "initiatives", ref=ref)

    def deed() -> None:
        begin_initiative(partnership=partnership, **_checked(InitiativeForm(request.POST)))

    return _do(request, ref, deed, _("The initiative is there; name its leader next."))


@policy("initiatives", POST="change")
def add_leader(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Name who leads an initiative."""
    del organization
    initiative = visible_or_404(Initiative, "change", "initiatives", ref=ref)

    def deed() -> None:
        fields = _checked(LeaderForm(request.POST))
        share = fields["percent"]
        name_leader(
            initiative=initiative,
            name=fields["leader"],
            side=fields["side"],
            from_date=today(),
            seniority_rank=fields["rank"],
            focus_share=None if share is None else share / 100,
        )

    return _do(request, initiative.partnership.ref, deed, _("The leader is named."))


@policy("initiatives", POST="change")
def end_lead(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Let somebody's lead end today."""
    del organization
    leader = visible_or_404(Leader, "change", "initiatives", ref=ref)
    room = leader.initiative.partnership.ref
    said = _("%(name)s leads no longer.") % {"name": leader.name}
    return _do(request, room, lambda: end_leadership(leader=leader, on=today()), said)


@policy("initiatives", POST="change")
def drop_activity(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take a row out of the matrix."""
    del organization
    activity = visible_or_404(Activity, "change", "initiatives", ref=ref)
    said = _("“%(name)s” is out of the matrix.") % {"name": activity.name}
    return _do(request, activity.partnership.ref, lambda: remove_activity(activity=activity), said)
