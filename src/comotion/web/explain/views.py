"""Opening a figure."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from comotion.core.access import visible_or_404
from comotion.core.policy import may, policy
from comotion.methods.vocabulary import CATEGORIES
from comotion.narrative.names import KPIS
from comotion.partnerships.models import Partnership
from comotion.portfolio.explanation import explain_program
from comotion.portfolio.priority import PRIORITY, explain_priority
from comotion.scores.explained import Explanation, UnableToExplain
from comotion.scores.explanation import explain
from comotion.scores.queries import stored_month
from comotion.web.explain.counts import presented_count
from comotion.web.explain.presentation import presented, presented_unscored
from comotion.web.shared import explaining

HEADLINES = frozenset(
    {PRIORITY, "scorecard", *(f"category.{name}" for name in CATEGORIES), *(f"kpi.{name}" for name in KPIS)}
)
"""What a room shows of a partnership even before it is scored."""


@policy("explanation", GET="read")
def figure(request: HttpRequest, organization: str, ref: str, figure: str) -> HttpResponse:
    """Open one figure of a partnership."""
    partnership = visible_or_404(Partnership, "read", "explanation", ref=ref)
    try:
        found = explain_priority(partnership.ref) if figure == PRIORITY else explain(partnership.ref, figure)
    except UnableToExplain as unknown:
        if figure not in HEADLINES or stored_month(ref) is not None:
            raise Http404 from unknown
        name = request.membership.organization.name  # type: ignore[attr-defined]
        return explaining.explain(request, presented_unscored(partnership, figure, organization, name))
    return _answer(request, found, organization)


@policy("explanation", GET="read")
def program_figure(request: HttpRequest, organization: str, figure: str) -> HttpResponse:
    """Open one figure of the whole program."""
    try:
        found = explain_program(figure)
    except UnableToExplain as unknown:
        raise Http404 from unknown
    return _answer(request, found, organization)


def _answer(request: HttpRequest, found: Explanation, organization: str) -> HttpResponse:
    if request.GET.get("as") == "json":
        return JsonResponse(found.as_json())
    name = request.membership.organization.name  # type: ignore[attr-defined]
    if not found.partnership:
        return explaining.explain(request, presented_count(found, organization, name))
    may_enter = may(request.principal, "create", "measures")  # type: ignore[attr-defined]
    return explaining.explain(request, presented(found, organization, name, may_enter=may_enter))
