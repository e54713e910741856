"""What an audit gathers: touchpoints, artifacts, signals."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.audits.agendas import agenda_minutes
from comotion.audits.contacts import keep_touchpoint, propose_from_calendar, propose_from_meetings, remove_touchpoint
from comotion.audits.enums import Level
from comotion.audits.evidence import MINUTES, people_of, touchpoints_of
from comotion.audits.models import Artifact, Signal, Touchpoint
from comotion.audits.operations import add_artifact, add_signal, remove
from comotion.audits.sides import side_named
from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import policy
from comotion.methods.communication.mapping import Touchpoints, communication_map
from comotion.methods.settings import default_settings
from comotion.web.friction_audit.forms import (
    ArtifactForm,
    CalendarForm,
    SignalForm,
    TouchpointForm,
    count_field,
)
from comotion.web.friction_audit.opening import AuditPage, answer, do, open_audit, page_of
from comotion.web.friction_audit.presentation import contact_figure, time_words

LARGEST_CALENDAR = 20 * 1024 * 1024


def _action(request: HttpRequest) -> str:
    return "change" if request.method == "POST" else "read"


@policy("audits", GET="read", POST="change")
def touchpoints(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show who meets whom, what waits for a look, and enter another touchpoint."""
    del organization
    page = open_audit(request, ref, "touchpoints", _action(request))
    form = TouchpointForm(request.POST or None, page.view, {"minutes": 60, "per_quarter": 3})
    rows = Touchpoint.objects.filter(audit=page.view.audit).order_by("is_confirmed", "-per_quarter", "name")
    sides = page.view.sides
    keys = tuple(side.key for side in sides)
    found = communication_map(Touchpoints(keys, touchpoints_of(page.view.audit, sides)), default_settings())
    context = {
        "rows": [(row, _met(row, page)) for row in rows],
        "figure": contact_figure(found, page.view),
        "time": time_words(found),
        "calendar": CalendarForm(),
    }
    return answer(request, page, form, lambda fields: _keep(page, None, form, fields), **context)


def _met(row: Touchpoint, page: AuditPage) -> str:
    """Return who meets, in words: 2 executive and 3 operational at Halden."""
    names = {level.value: str(level.label).lower() for level in Level}
    counted = people_of(row.people, page.view.sides)
    parts = [
        f"{side.name}: " + ", ".join(f"{count} {names[level]}" for level, count in counted[side.key].items())
        for side in page.view.sides
        if counted.get(side.key)
    ]
    return "; ".join(parts)


def _keep(page: AuditPage, row: Touchpoint | None, form: TouchpointForm, fields: dict[str, Any]) -> str:
    names = ("name", "tier", "per_quarter", "minutes", "channel", *MINUTES)
    kept = {name: fields[name] for name in names}
    read = agenda_minutes(fields["agenda"]) if not any(kept[name] for name in MINUTES) else {}
    keep_touchpoint(audit=page.view.audit, touchpoint=row, people=form.people, **kept | read)
    return _("The touchpoint counts.")


@policy("audits", GET="read", POST="change")
def touchpoint(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Confirm or change one touchpoint."""
    del organization
    row = visible_or_404(Touchpoint, _action(request), "audits", ref=ref)
    page = page_of(request, row.audit, "touchpoints")
    names = ("name", "tier", "per_quarter", "minutes", "channel", *MINUTES)
    counted = people_of(row.people, page.view.sides)
    numbers = {
        count_field(place, level): count
        for place, side in enumerate(page.view.sides)
        for level, count in counted.get(side.key, {}).items()
    }
    form = TouchpointForm(request.POST or None, page.view, {name: getattr(row, name) for name in names} | numbers)
    keep = lambda fields: _keep(page, row, form, fields)  # noqa: E731
    return answer(request, page, form, keep, template="touchpoint", row=row)


@policy("audits", POST="change")
def remove_contact(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take a touchpoint out."""
    del organization
    row = visible_or_404(Touchpoint, "change", "audits", ref=ref)
    deed = lambda: remove_touchpoint(touchpoint=row)  # noqa: E731
    return do(request, row.audit, "touchpoints", deed, _("“%(name)s” is out.") % {"name": row.name})


@policy("audits", POST="change")
def propose_meetings(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Propose touchpoints from the meetings that are known."""
    del organization
    audit = open_audit(request, ref, "touchpoints", "change").view.audit
    deed = lambda: propose_from_meetings(audit=audit, today=today())  # noqa: E731
    return do(request, audit, "touchpoints", deed, _("What is new stands first: please confirm sides and levels."))


@policy("audits", POST="change")
def propose_calendar(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Propose touchpoints from a calendar file."""
    del organization
    audit = open_audit(request, ref, "touchpoints", "change").view.audit
    upload = request.FILES.get("calendar") or request.FILES.get("file")
    if upload is None or (upload.size or 0) > LARGEST_CALENDAR:
        return do(request, audit, "touchpoints", lambda: None, _("Choose a calendar file of at most 20 MB."))
    name = upload.name or "calendar.ics"
    deed = lambda: propose_from_calendar(audit=audit, data=upload.read(), name=name, today=today())  # noqa: E731
    return do(request, audit, "touchpoints", deed, _("The calendar is read: please confirm sides and levels."))


@policy("audits", GET="read", POST="change")
def artifacts(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """List the documents that were reviewed, and keep another one."""
    del organization
    page = open_audit(request, ref, "artifacts", _action(request))
    form = ArtifactForm(request.POST or None)
    rows = Artifact.objects.filter(audit=page.view.audit).order_by("kind", "-date", "pk")
    kinds = len({row.kind for row in rows})
    says = ngettext("%(count)s document", "%(count)s documents", len(rows)) % {"count": len(rows)}
    keep = lambda fields: add_artifact(audit=page.view.audit, **fields) and None  # noqa: E731
    return answer(request, page, form, keep, rows=rows, kinds=kinds, says=says)


@policy("audits", POST="change")
def remove_artifact(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take a document out."""
    del organization
    row = visible_or_404(Artifact, "change", "audits", ref=ref)
    return do(request, row.audit, "artifacts", lambda: remove(row=row), _("The document is out."))


@policy("audits", GET="read", POST="change")
def signals(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """List the signals with their stages, and keep another one."""
    del organization
    page = open_audit(request, ref, "signals", _action(request))
    form = SignalForm(request.POST or None, page.view)

    def save(fields: dict[str, Any]) -> None:
        side = side_named(page.view.sides, fields.pop("side"))
        assert side is not None
        add_signal(audit=page.view.audit, organization=side.organization, **fields)

    rows = Signal.objects.filter(audit=page.view.audit).select_related("organization").order_by("-observed_date", "pk")
    return answer(request, page, form, save, rows=rows, as_of=now())


@policy("audits", POST="change")
def remove_signal(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take a signal out."""
    del organization
    row = visible_or_404(Signal, "change", "audits", ref=ref)
    return do(request, row.audit, "signals", lambda: remove(row=row), _("The signal is out."))
