"""The isolation test is itself tested: each leak planted here is of a kind that has been seen, and has to be found."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern
from django.urls.utils import get_callable

from comotion.core.access import Scoped, visible_or_404
from comotion.core.models import AuditEntry
from comotion.core.policy import ACTIONS, policy_table
from comotion.core.principal import Principal
from comotion.identity.models import ApiToken, Membership
from comotion.imports.models import ImportRun
from comotion.measures.operations import record_reading
from comotion.partnerships.models import Partnership
from comotion.portfolio.models import PortfolioRow, SavedView
from comotion.portfolio.queries import portfolio_summary
from comotion.portfolio.views_kept import keep_view
from comotion.web.portfolio.forms import ViewForm
from tests.architecture.routes import undeclared_routes
from tests.isolation.roads import roads
from tests.isolation.test_interference import differences
from tests.isolation.walk import Walk
from tests.isolation.world import World

pytestmark = pytest.mark.django_db

Plant = Callable[..., None]


@pytest.fixture(scope="module")
def explored(world: World) -> Walk:
    """A walk that knows every road as it is without a leak."""
    walk = Walk(world)
    walk.explore()
    return walk


@pytest.fixture
def walk(explored: Walk) -> Walk:
    """The walk with nothing found yet."""
    explored.findings.clear()
    explored.written.clear()
    return explored


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Return ``plant("module.name", value)``, which puts something else in its place."""

    def put(target: str, value: Any) -> None:
        module, name = target.rsplit(".", 1)
        monkeypatch.setattr(importlib.import_module(module), name, value)

    return put


def found(walk: Walk, *names: str, actors: set[str]) -> set[str]:
    """Walk the named roads; return which oracles spoke."""
    walk.go([road for road in roads() if road.name in names], actors=actors, targets=4)
    return {finding.split(":")[0] for finding in walk.findings}


def everybody(_principal: Principal) -> Q:
    """A rule that forgets to ask who acts."""
    return Q()


def forgetful(model: type[Scoped]) -> Any:
    """A model whose queries forget whose rows they want."""

    class Rows:
        def filter(self, *args: Any, **given: Any) -> Any:
            return model.unscoped.filter(*args, **{name: one for name, one in given.items() if name != "owner_org_id"})

        def order_by(self, *names: str) -> Any:
            return model.unscoped.order_by(*names)

    return type("Forgetful", (), {"objects": Rows()})


def test_clean_build_raises_no_alarm(walk: Walk) -> None:
    names = ("portfolio:index", "room:overview", "portfolio:save_view", "imports:run", "settings:audit_log")

    assert found(walk, *names, actors={"a.owner", "a.suspended", "b.analyst", "d.owner"}) == set()


def test_missing_scope_on_a_detail_page_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Partnership, "scope", everybody)

    assert {"matrix", "canary"} <= found(walk, "room:overview", actors={"b.owner"})


def test_missing_scope_in_the_api_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImportRun, "scope", everybody)

    assert {"matrix", "canary"} <= found(walk, "api /import-runs/{ref}", actors={"a.token.all"})


def test_missing_scope_on_a_list_is_found(walk: Walk, plant: Plant) -> None:
    plant("comotion.portfolio.pages.PortfolioRow", forgetful(PortfolioRow))

    assert "canary" in found(walk, "portfolio:index", actors={"a.owner"})


def test_missing_scope_in_an_export_is_found(walk: Walk, plant: Plant) -> None:
    plant("comotion.portfolio.pages.PortfolioRow", forgetful(PortfolioRow))

    assert "canary" in found(walk, "portfolio:report", actors={"d.owner"})


def test_missing_scope_in_suggestions_is_found(walk: Walk, plant: Plant) -> None:
    plant("comotion.portfolio.views_kept.SavedView", forgetful(SavedView))

    assert "canary" in found(walk, "portfolio:index", actors={"d.owner"})


def test_error_file_of_another_organization_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImportRun, "scope", everybody)

    assert "matrix" in found(walk, "imports:refused", actors={"b.analyst"})


def test_audit_log_of_another_organization_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AuditEntry, "scope", everybody)

    assert differences(walk, walk.world.actors["a.owner"], plain=True, only={"settings:audit_log"}) != []


def test_count_over_all_organizations_is_found(walk: Walk, plant: Plant) -> None:
    def counted() -> Any:
        return dataclasses.replace(portfolio_summary(), partnerships=PortfolioRow.unscoped.count())

    plant("comotion.web.portfolio.views.portfolio_summary", counted)

    assert differences(walk, walk.world.actors["a.owner"], plain=True, only={"portfolio:index"}) != []


def test_interference_raises_no_alarm_on_the_clean_build(walk: Walk) -> None:
    assert differences(walk, walk.world.actors["a.owner"], plain=True, only={"portfolio:index"}) == []


def test_search_over_names_of_others_is_found(walk: Walk, plant: Plant) -> None:
    def searched(rows: Any, filters: Any) -> Any:
        return PortfolioRow.unscoped.filter(name__icontains=filters.text or "cnry").annotate(
            drawn=rows.query.annotations["drawn"]
        )

    plant("comotion.portfolio.pages.filtered", searched)

    assert "canary" in found(walk, "portfolio:index", actors={"a.owner"})


def test_foreign_id_saved_as_a_reference_is_found(walk: Walk, plant: Plant) -> None:
    def careless(*, partnership: Partnership, **fields: Any) -> Any:
        row = record_reading(partnership=partnership, **fields)
        type(row).objects.filter(pk=row.pk).update(partnership=walk.world.private["b"])
        return row

    plant("comotion.web.room.forms_views.record_reading", careless)

    assert "invariant" in found(walk, "room:enter_reading", actors={"a.owner"})


def test_owner_taken_from_the_body_is_found(walk: Walk, plant: Plant) -> None:
    class TrustingForm(ViewForm):
        owner_org = forms.IntegerField(required=False)

    def trusting(*, owner_org: int | None = None, **fields: Any) -> SavedView:
        view = keep_view(**fields)
        SavedView.unscoped.filter(pk=view.pk).update(owner_org=owner_org or view.owner_org_id)
        return view

    plant("comotion.web.portfolio.views.ViewForm", TrustingForm)
    plant("comotion.web.portfolio.views.keep_view", trusting)

    assert "state" in found(walk, "portfolio:save_view", actors={"a.owner"})


def test_shared_too_widely_is_found(walk: Walk, plant: Plant) -> None:
    def generous(**fields: Any) -> Any:
        row = record_reading(**fields)
        type(row).objects.filter(pk=row.pk).update(visibility=3)
        return row

    plant("comotion.web.room.forms_views.record_reading", generous)

    assert "invariant" in found(walk, "room:enter_reading", actors={"a.owner"})


def test_write_before_the_refusal_is_found(walk: Walk, plant: Plant) -> None:
    def hasty(model: Any, action: str, resource: str, /, **lookup: Any) -> Any:
        model.unscoped.filter(**lookup).update(field="touched")
        return visible_or_404(model, action, resource, **lookup)

    plant("comotion.web.room.forms_views.visible_or_404", hasty)

    assert "state" in found(walk, "room:edit_standing", actors={"d.owner"})


def test_empty_list_of_scopes_that_means_everything_is_found(walk: Walk, plant: Plant) -> None:
    def lenient(principal: Principal | None, action: str, resource: str) -> bool:
        if principal is None:
            return False
        letters = policy_table().get(resource, {}).get(principal.role, "")
        return ACTIONS[action] in letters and (not principal.scopes or f"{resource}:{action}" in principal.scopes)

    narrow = walk.world.actors["a.token.narrow"]
    ApiToken.unscoped.filter(owner_org=walk.world.organizations["a"], name="a narrow").update(scopes=[])
    walk.world.actors["a.token.narrow"] = dataclasses.replace(narrow, scopes=frozenset())
    plant("comotion.core.policy.may", lenient)
    oracles = found(walk, "api /partnerships", actors={"a.token.narrow"})
    walk.world.actors["a.token.narrow"] = narrow

    assert "matrix" in oracles


def test_suspended_member_who_acts_is_found(walk: Walk, plant: Plant) -> None:
    def any_membership(person_id: int, slug: str) -> Membership | None:
        return Membership.unscoped.filter(person_id=person_id, organization__slug=slug).first()

    plant("comotion.web.middleware.active_membership", any_membership)

    assert {"matrix", "canary"} <= found(walk, "portfolio:index", actors={"a.suspended"})


def test_right_that_nobody_checks_is_found(walk: Walk, plant: Plant) -> None:
    plant("comotion.web.middleware.require", lambda *_arguments: None)

    assert "matrix" in found(walk, "imports:index", actors={"a.executive_sponsor"})


def test_refusal_that_tells_a_foreign_row_from_a_missing_one_is_found(walk: Walk, plant: Plant) -> None:
    def telling(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        del exception
        known = Partnership.unscoped.filter(ref__in=request.path.split("/")).exists()
        return HttpResponse("Not yours." if known else walk.nothing_here, status=404)

    plant("comotion.web.errors.not_found", telling)
    get_callable.cache_clear()
    oracles = found(walk, "room:overview", actors={"d.owner"})
    get_callable.cache_clear()

    assert "matrix" in oracles


def test_name_of_a_file_that_tells_is_found(walk: Walk, plant: Plant) -> None:
    def talkative(*_given: Any, **_named: Any) -> HttpResponse:
        name = walk.world.private["b"].name
        return HttpResponse(headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})

    plant("comotion.web.today.views.render", talkative)

    assert "canary" in found(walk, "today:index", actors={"d.owner"})


def test_undeclared_route_is_found() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        raise Http404

    assert undeclared_routes(URLResolver(RegexPattern(r"^/"), [path("planted/", page)])) == ["planted/"]
