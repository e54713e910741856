"""The sections of a room: overview, metrics, value, scorecard, history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.core.access import visible_or_404
from comotion.core.clock import today
from comotion.core.policy import may, policy
from comotion.partnerships.models import Partnership
from comotion.portfolio.queries import partnership_brief
from comotion.reports.report import Asked
from comotion.scores.queries import measure_lines
from comotion.web.room.history import changes_of
from comotion.web.room.measures import MeasureGroup, measure_groups
from comotion.web.room.presentation import Room, history_figure, horizons_of, links_of, sentence_of, sources_of
from comotion.web.room.warnings import warning_lines
from comotion.web.shared.downloads import report_file


def open_room(request: HttpRequest, organization: str, ref: str, section: str, *, resource: str = "room") -> Room:
    """Return the room's header for one of its sections, or answer 404."""
    partnership = visible_or_404(Partnership, "read", resource, ref=ref)
    brief = partnership_brief(partnership.ref, today=today())
    can_edit = may(request.principal, "change", "standing")  # type: ignore[attr-defined]
    return Room(partnership, brief, section, organization, can_edit=can_edit)


def _measures(room: Room) -> tuple[MeasureGroup, ...]:
    return measure_groups(measure_lines(room.ref), room.figures)


@policy("room", GET="read")
def overview(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show the one-page brief."""
    room = open_room(request, organization, ref, "overview")
    brief = room.brief
    context = {
        "room": room,
        "sentence": sentence_of(brief),
        "links": links_of(organization, ref),
        "figure": history_figure(brief),
        "warnings": warning_lines(brief.warnings),
    }
    return render(request, "room/overview.html", context)


@policy("measures", GET="read")
def metrics(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show each KPI with its reading, its limits, its age and how to collect it."""
    room = open_room(request, organization, ref, "metrics")
    return render(request, "room/metrics.html", {"room": room, "groups": _measures(room)})


@policy("standing", GET="read")
def value(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show horizons, contributions and returns, fairness and potential."""
    room = open_room(request, organization, ref, "value")
    return render(request, "room/value.html", {"room": room, "horizons": horizons_of(room.brief)})


@policy("standing", GET="read")
def scorecard(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show the own scorecard with its warnings and where the readings came from."""
    room = open_room(request, organization, ref, "scorecard")
    context = {
        "room": room,
        "groups": _measures(room),
        "warnings": warning_lines(room.brief.warnings),
        "sources": sources_of(room.brief),
        "figure": history_figure(room.brief),
    }
    return render(request, "room/scorecard.html", context)


@policy("standing", GET="read")
def history(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show what was changed by whom, and every month's figures."""
    room = open_room(request, organization, ref, "history")
    return render(request, "room/history.html", {"room": room, "changes": changes_of(room.partnership)})


@policy("reports", GET="export")
def brief(request: HttpRequest, organization: str, ref: str, ending: str) -> HttpResponse:
    """Hand out the brief as a document."""
    room = open_room(request, organization, ref, "overview", resource="reports")
    return report_file("brief", ending, Asked(today=today(), partnership=room.ref), f"brief-{room.slug}")
