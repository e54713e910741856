"""Leaks on pages, in their parts for scripts, in searches and in files of refused rows."""

from __future__ import annotations

import dataclasses
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from comotion.core.access import visible_or_404
from comotion.core.audit_entries import asked_entries
from comotion.core.models import AuditEntry
from comotion.identity.models import Membership
from comotion.imports.models import ImportRun
from comotion.imports.refused import refused_csv, refused_xlsx
from comotion.measures.operations import record_reading
from comotion.partnerships.models import Partnership
from comotion.portfolio.models import PortfolioRow, SavedView
from comotion.portfolio.pages import filtered
from comotion.portfolio.queries import portfolio_summary
from comotion.portfolio.views_kept import keep_view
from comotion.web.portfolio.forms import ViewForm
from comotion.web.portfolio.tags import portfolio_list
from tests.isolation import seeking
from tests.isolation.leaks import PORTFOLIO, leak
from tests.isolation.seeking import Garden, forgetful


@leak("page", seeking.by_walk("room:overview", actors={"b.owner"}), "matrix", "canary")
def detail_page_without_a_scope(garden: Garden) -> None:
    garden.open(Partnership)


@leak("page", seeking.by_walk("portfolio:index", actors={"a.owner"}), "canary")
def list_without_a_scope(garden: Garden) -> None:
    garden.put(PORTFOLIO, forgetful(PortfolioRow))


@leak("page", seeking.by_walk("portfolio:index", actors={"d.owner"}), "canary")
def suggestions_without_a_scope(garden: Garden) -> None:
    garden.put("comotion.portfolio.views_kept.SavedView", forgetful(SavedView))


@leak("page", seeking.by_reading("portfolio:index"), "interference")
def count_over_all_organizations(garden: Garden) -> None:
    def counted() -> Any:
        return dataclasses.replace(portfolio_summary(), partnerships=PortfolioRow.unscoped.count())

    garden.put("comotion.web.portfolio.views.portfolio_summary", counted)


@leak("page", seeking.by_reading("settings:audit_log"), "interference")
def audit_log_of_everybody(garden: Garden) -> None:
    garden.open(AuditEntry)


@leak("page", seeking.by_walk("portfolio:index", actors={"a.suspended"}), "matrix", "canary")
def suspended_member_who_acts(garden: Garden) -> None:
    def any_membership(person_id: int, slug: str) -> Membership | None:
        return Membership.unscoped.filter(person_id=person_id, organization__slug=slug).first()

    garden.put("comotion.web.middleware.active_membership", any_membership)


@leak("page", seeking.by_walk("imports:index", actors={"a.executive_sponsor"}), "matrix")
def right_that_nobody_checks(garden: Garden) -> None:
    garden.put("comotion.web.middleware.require", lambda *_arguments: None)


@leak("page", seeking.by_walk("room:overview", actors={"d.owner"}), "matrix")
def refusal_that_tells_a_foreign_row_from_a_missing_one(garden: Garden) -> None:
    def telling(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        del exception
        known = Partnership.unscoped.filter(ref__in=request.path.split("/")).exists()
        return HttpResponse("Not yours." if known else garden.walk.nothing_here, status=404)

    garden.put("comotion.web.errors.not_found", telling)


@leak("page", seeking.by_walk("today:index", actors={"d.owner"}), "canary")
def name_of_a_file_that_tells(garden: Garden) -> None:
    def talkative(*_given: Any, **_named: Any) -> HttpResponse:
        name = garden.world.private["b"].name
        return HttpResponse(headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})

    garden.put("comotion.web.today.views.render", talkative)


@leak("page", seeking.by_walk("room:enter_reading", actors={"a.owner"}), "invariant")
def foreign_id_saved_as_a_reference(garden: Garden) -> None:
    def careless(*, partnership: Partnership, **fields: Any) -> Any:
        row = record_reading(partnership=partnership, **fields)
        type(row).objects.filter(pk=row.pk).update(partnership=garden.world.private["b"])
        return row

    garden.put("comotion.web.room.forms_views.record_reading", careless)


@leak("page", seeking.by_walk("portfolio:save_view", actors={"a.owner"}), "state")
def owner_taken_from_the_body(garden: Garden) -> None:
    class TrustingForm(ViewForm):
        owner_org = forms.IntegerField(required=False)

    def trusting(*, owner_org: int | None = None, **fields: Any) -> SavedView:
        view = keep_view(**fields)
        SavedView.unscoped.filter(pk=view.pk).update(owner_org=owner_org or view.owner_org_id)
        return view

    garden.put("comotion.web.portfolio.views.ViewForm", TrustingForm)
    garden.put("comotion.web.portfolio.views.keep_view", trusting)


@leak("page", seeking.by_walk("room:enter_reading", actors={"a.owner"}), "invariant")
def shared_too_widely(garden: Garden) -> None:
    def generous(**fields: Any) -> Any:
        row = record_reading(**fields)
        type(row).objects.filter(pk=row.pk).update(visibility=3)
        return row

    garden.put("comotion.web.room.forms_views.record_reading", generous)


@leak("page", seeking.by_walk("room:edit_standing", actors={"d.owner"}), "state")
def write_before_the_refusal(garden: Garden) -> None:
    def hasty(model: Any, action: str, resource: str, /, **lookup: Any) -> Any:
        model.unscoped.filter(**lookup).update(field="touched")
        return visible_or_404(model, action, resource, **lookup)

    garden.put("comotion.web.room.forms_views.visible_or_404", hasty)


def _planted_page(request: HttpRequest) -> HttpResponse:
    raise Http404


@leak("page", seeking.by_census(URLResolver(RegexPattern(r"^/"), [path("planted/", _planted_page)])), "census")
def route_without_a_policy(_garden: Garden) -> None:
    """The route is the leak: it stands in a resolver of its own."""


@leak("fragment", seeking.by_walk("portfolio:index", actors={"d.owner"}), "canary")
def list_for_scripts_that_holds_more_than_the_page(garden: Garden) -> None:
    def longer(listing: Any) -> str:
        return f"{portfolio_list(listing)}{list(PortfolioRow.unscoped.values_list('name', flat=True))}"

    garden.put("comotion.web.portfolio.views.portfolio_list", longer)


@leak("fragment", seeking.by_walk("imports:progress", actors={"b.analyst"}), "matrix")
def progress_of_anothers_import(garden: Garden) -> None:
    def lenient(model: Any, action: str, resource: str, /, **lookup: Any) -> Any:
        found = model.unscoped.filter(**lookup).first()
        return found or visible_or_404(model, action, resource, **lookup)

    garden.put("comotion.web.imports.views.visible_or_404", lenient)


@leak("fragment", seeking.by_walk("explain:figure", actors={"d.owner"}), "matrix")
def panel_of_anothers_figure(garden: Garden) -> None:
    def any_figure(model: Any, action: str, resource: str, /, **lookup: Any) -> Any:
        return model.unscoped.filter(**lookup).first() or visible_or_404(model, action, resource, **lookup)

    garden.put("comotion.web.explain.views.visible_or_404", any_figure)


@leak("search", seeking.by_search("portfolio:index", "d.owner", text="cnry"), "canary")
def search_over_names_of_others(garden: Garden) -> None:
    garden.put("comotion.portfolio.pages.filtered", _searching_everybody)


@leak("search", seeking.by_search("api /partnerships", "a.token.all", text="cnry"), "canary")
def search_of_the_api_over_names_of_others(garden: Garden) -> None:
    garden.put("comotion.portfolio.pages.filtered", _searching_everybody)


@leak("search", seeking.by_search("settings:audit_log", "a.owner", thing="{ref}"), "canary")
def search_in_the_audit_log_of_others(garden: Garden) -> None:
    def searched(asked: Any) -> Any:
        found = AuditEntry.unscoped if asked.thing else None
        return found.filter(asked.as_filter()).order_by("-sequence") if found else asked_entries(asked)

    garden.put("comotion.web.settings.audit_log.asked_entries", searched)


@leak("import-error file", seeking.by_walk("imports:refused", actors={"b.analyst"}), "matrix")
def error_file_of_another_organization(garden: Garden) -> None:
    garden.open(ImportRun)


@leak("import-error file", seeking.by_file("imports:refused", ".csv", "d.owner"), "canary")
def error_file_with_the_rows_of_everybody(garden: Garden) -> None:
    garden.put(
        "comotion.web.imports.files.refused_csv", lambda _run: b"".join(map(refused_csv, ImportRun.unscoped.all()))
    )


@leak("import-error file", seeking.by_file("imports:refused", ".xlsx", "d.owner"), "canary")
def error_workbook_of_another_run(garden: Garden) -> None:
    own = garden.world.organizations["a"]
    run = ImportRun.unscoped.filter(owner_org=own, file_name="refused.csv").latest("pk")
    garden.put("comotion.web.imports.files.refused_xlsx", lambda _run: refused_xlsx(run))


def _searching_everybody(rows: Any, filters: Any) -> Any:
    found = filtered(rows, dataclasses.replace(filters, text=""))
    if not filters.text:
        return found
    everybody = PortfolioRow.unscoped.filter(name__icontains=filters.text)
    return everybody.annotate(drawn=rows.query.annotations["drawn"])
