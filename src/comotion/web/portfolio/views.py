"""The portfolio's page, its saved views, the moves on the board and its reports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import may, policy, require
from comotion.partnerships.models import Partnership
from comotion.portfolio.lines import PortfolioSummary
from comotion.portfolio.models import SavedView
from comotion.portfolio.operations import UnableToMove, move_phase, undo_move
from comotion.portfolio.queries import phase_board, portfolio_page, portfolio_summary
from comotion.portfolio.views_kept import UnableToRemoveView, keep_view, saved_views
from comotion.portfolio.views_kept import remove_view as remove
from comotion.reports.report import Asked
from comotion.web.portfolio.forms import MoveForm, ViewForm
from comotion.web.portfolio.presentation import list_of, sentence_of, view_of
from comotion.web.portfolio.tags import portfolio_list
from comotion.web.room.addresses import room_address
from comotion.web.shared.downloads import report_file


@policy("portfolio", GET="read")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """Show the program: the sentence, the scatter and the warnings, the board, the table."""
    summary = portfolio_summary()
    if not summary.partnerships:
        return render(request, "portfolio/empty.html")
    view = view_of(request.GET)
    page = portfolio_page(filters=view.filters, sort=view.sort, after=view.after, summary=summary)
    listing = list_of(page, view, organization, summary)
    if request.headers.get("HX-Target") == "portfolio-list":
        return HttpResponse(portfolio_list(listing))
    return render(request, "portfolio/index.html", {"listing": listing} | _context(request, summary, organization))


def _context(request: HttpRequest, summary: PortfolioSummary, organization: str) -> dict[str, Any]:
    rooms = {ref: room_address(organization, ref) for ref, _name, _gap in summary.divergent}
    return {
        "summary": summary,
        "sentence": sentence_of(summary),
        "links": rooms | {"unjudged": "?phase=measure_first#all"},
        "board": phase_board(),
        "can_move": may(request.principal, "change", "portfolio"),  # type: ignore[attr-defined]
        "saved_views": saved_views(),
        "can_share_views": may(request.principal, "create", "portfolio"),  # type: ignore[attr-defined]
        "view_form": ViewForm(),
    }


@policy("portfolio", POST="read")
def save_view(request: HttpRequest, organization: str) -> HttpResponse:
    """Keep the list's filters, order and columns under a name, for oneself or for the organization."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The view was not kept: give it a name of at most 80 characters."))
        return redirect("portfolio:index", organization=organization)
    if form.cleaned_data["for_everyone"]:
        require(request.principal, "create", "portfolio")  # type: ignore[attr-defined]
    view = keep_view(at=now(), **form.cleaned_data)
    messages.success(request, _("“%(name)s” is kept.") % {"name": view.name})
    return redirect(f"{request.path.removesuffix('views/')}?{view.query}")


@policy("portfolio", POST="read")
def remove_view(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Remove a saved view."""
    view = visible_or_404(SavedView, "read", "portfolio", ref=ref)
    try:
        remove(view=view, at=now())
    except UnableToRemoveView as refused:
        raise PermissionDenied from refused
    messages.success(request, _("“%(name)s” is removed.") % {"name": view.name})
    return redirect("portfolio:index", organization=organization)


@policy("portfolio", GET="change", POST="change")
def move(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Put a partnership into another phase; the reason is asked for before it counts."""
    partnership = visible_or_404(Partnership, "change", "portfolio", ref=ref)
    form = MoveForm(request.POST or None, initial={"phase": request.GET.get("phase", "")})
    if request.method == "POST" and form.is_valid():
        try:
            move_phase(partnership=partnership, at=now(), **form.cleaned_data)
        except UnableToMove as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s was moved.") % {"name": partnership.name})
            return redirect("portfolio:index", organization=organization)
    return render(request, "portfolio/move.html", {"form": form, "partnership": partnership})


@policy("portfolio", POST="change")
def take_back(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Return a moved partnership to its computed phase."""
    partnership = visible_or_404(Partnership, "change", "portfolio", ref=ref)
    try:
        undo_move(partnership=partnership, at=now())
    except UnableToMove as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(name)s stands where it is computed.") % {"name": partnership.name})
    return redirect("portfolio:index", organization=organization)


@policy("reports", GET="export")
def report(request: HttpRequest, organization: str, ending: str) -> HttpResponse:
    """Hand out the portfolio as PDF, XLSX or CSV, with the filters of the list."""
    view = view_of(request.GET)
    asked = Asked(today=today(), filters=view.filters, sort=view.sort)
    return report_file("portfolio", ending, asked, f"portfolio-{organization}")
