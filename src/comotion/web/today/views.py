"""Today's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.core.clock import today
from comotion.core.policy import policy
from comotion.identity.enums import Role
from comotion.portfolio.attention import next_meetings, warned_lines
from comotion.portfolio.lines import PortfolioFilters
from comotion.portfolio.own import sponsored_lines
from comotion.portfolio.queries import findings, portfolio_page, portfolio_summary
from comotion.web.today.presentation import finding_groups, links_of, meeting_rows, sentence_of, warning_rows

LINES = 8
WARNINGS = 6


@policy("today", GET="read")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """Show what needs the person who looks: findings, warnings, meetings, and where attention is worth most."""
    day, summary = today(), portfolio_summary()
    if not summary.partnerships:
        return render(request, "today/empty.html", {"findings": finding_groups(findings(day), organization)})
    warned = warned_lines()
    meetings = next_meetings(day)
    member = request.membership  # type: ignore[attr-defined]
    is_sponsor = member.role == Role.EXECUTIVE_SPONSOR
    sponsored = sponsored_lines(member.person.name, day) if is_sponsor else ()
    rows = warning_rows(warned, organization, most=WARNINGS)
    lines = sponsored or portfolio_page(filters=PortfolioFilters(), sort="priority", after="", size=LINES).lines
    context = {
        "day": day,
        "sentence": sentence_of(warned, meetings, summary),
        "links": links_of(warned, meetings, organization),
        "findings": finding_groups(findings(day), organization),
        "meetings": meeting_rows(meetings, organization),
        "warnings": rows,
        "warnings_more": sum(one.partnerships for one in summary.warnings) - len(rows),
        "lines": lines if sponsored or any(line.priority is not None for line in lines) else (),
        "is_sponsor": bool(sponsored),
    }
    return render(request, "today/index.html", context)
