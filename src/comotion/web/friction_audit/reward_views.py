"""What people are rewarded for: entered privately, released by choice, graded blind, tried out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comotion.audits.enums import Grade
from comotion.audits.evidence import incentives_of
from comotion.audits.models import Audit, Element, RoleGroup
from comotion.audits.operations import UnableToAudit
from comotion.audits.queries import GroupLine, group_lines
from comotion.audits.rewards import (
    enter_element,
    enter_joint_share,
    name_group,
    rate,
    release,
    remove_element,
    withhold,
)
from comotion.audits.sides import side_named
from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.core.principal import current_principal
from comotion.methods.incentives.evidence import IncentiveEvidence, incentive_evidence
from comotion.methods.incentives.trials import trials
from comotion.methods.settings import default_settings
from comotion.web.friction_audit.forms import ElementForm, GradeForm, GroupForm, JointShareForm
from comotion.web.friction_audit.opening import AuditPage, answer, do, open_audit, page_of
from comotion.web.friction_audit.presentation import trial_rows


@policy("incentives", GET="read", POST="change")
def incentives(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show role groups with what one may read of their rewards, and name another group."""
    del organization
    action = "change" if request.method == "POST" else "read"
    page = open_audit(request, ref, "incentives", action, resource="incentives")
    form = GroupForm(request.POST or None, page.view)

    def save(fields: dict[str, Any]) -> str:
        side = side_named(page.view.sides, fields["side"])
        assert side is not None
        group = name_group(audit=page.view.audit, side=side, name=fields["name"], counterpart=fields["counterpart"])
        return _("“%(name)s” is named. What it is rewarded for stays with you until you release it.") % {
            "name": group.name
        }

    context = {
        "groups": group_lines(page.view),
        "grades": Grade.choices,
        "own": _evidence(page, str(current_principal().organization_id)),
        "shared": _evidence(page, "room"),
        "trials": _trials(page),
        "element": ElementForm(),
        "joint": JointShareForm(),
    }
    return answer(request, page, form, save, **context)


def _evidence(page: AuditPage, audience: str) -> IncentiveEvidence | None:
    """Return the evidence for the room, or for one's own side with what it keeps back."""
    records = incentives_of(page.view.audit, page.view.sides, audience)
    return incentive_evidence(records, default_settings()) if records and records.groups else None


def _trials(page: AuditPage) -> list[dict[str, Any]]:
    records = incentives_of(page.view.audit, page.view.sides, str(current_principal().organization_id))
    return trial_rows(trials(records, default_settings()), page.view) if records and records.groups else []


def _group(ref: str, action: str = "change") -> RoleGroup:
    return visible_or_404(RoleGroup, action, "incentives", ref=ref)


def _enter(request: HttpRequest, audit: Audit, form: forms.Form, deed: Any, said: str) -> HttpResponse:
    def checked() -> None:
        if not form.is_valid():
            raise UnableToAudit(" ".join(str(error) for errors in form.errors.values() for error in errors))
        deed(form.cleaned_data)

    return do(request, audit, "incentives", checked, said)


@policy("incentives", POST="change")
def add_element(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Enter one rewarded behaviour."""
    del organization
    group = _group(ref)

    def deed(fields: dict[str, Any]) -> None:
        enter_element(group=group, kind=fields["kind"], behaviour=fields["behaviour"], weight=fields["percent"] / 100)

    return _enter(request, group.audit, ElementForm(request.POST), deed, _("Kept, and seen only by you."))


@policy("incentives", POST="change")
def set_joint_share(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Enter the joint share."""
    del organization
    group = _group(ref)

    def deed(fields: dict[str, Any]) -> None:
        enter_joint_share(group=group, share=fields["percent"] / 100)

    return _enter(request, group.audit, JointShareForm(request.POST), deed, _("Kept, and seen only by you."))


@policy("incentives", POST="change")
def drop_element(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take a rewarded behaviour back."""
    del organization
    element = visible_or_404(Element, "change", "incentives", ref=ref)
    audit = element.group.audit
    return do(request, audit, "incentives", lambda: remove_element(element=element), _("It is gone."))


@policy("incentives", GET="share", POST="share")
def release_group(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show what the others will see, then release it."""
    del organization
    group = _group(ref, "share")
    if request.method == "POST":
        said = _("Everyone in the audit now sees it.")
        return do(request, group.audit, "incentives", lambda: release(group=group, at=now()), said)
    page = page_of(request, group.audit, "incentives", resource="incentives")
    line: GroupLine = next(one for one in group_lines(page.view) if one.group.pk == group.pk)
    return render(request, "friction_audit/release.html", {"page": page, "line": line})


@policy("incentives", POST="share")
def withhold_group(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Keep the elements of a group to oneself from now on."""
    del organization
    group = _group(ref, "share")
    said = _("From now on only you see it. Who has read it before has read it.")
    return do(request, group.audit, "incentives", lambda: withhold(group=group, at=now()), said)


@policy("incentives", POST="change")
def grade_element(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Grade an element for one's own side, blind to the other's grade."""
    del organization
    element = visible_or_404(Element, "change", "incentives", ref=ref)
    audit = element.group.audit
    page = page_of(request, audit, "incentives", resource="incentives")
    name = request.user.name  # type: ignore[union-attr]

    def deed(fields: dict[str, Any]) -> None:
        side = side_named(page.view.sides, fields["side"])
        assert side is not None
        rate(element=element, side=side, grade=fields["grade"], rated_by=name)

    said = _("Graded. You see the other side’s grade once both are in.")
    return _enter(request, audit, GradeForm(request.POST, page.view), deed, said)
