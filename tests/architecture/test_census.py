"""Every route has a policy and every policy has a route."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from comotion.core.jobs import job_kinds
from comotion.core.policy import ACTIONS, policy_table
from tests.architecture.routes import routes, undeclared_routes


def test_every_route_declares_its_policy() -> None:
    assert undeclared_routes() == []


def test_every_declared_resource_stands_in_the_table() -> None:
    declared = {
        route.policy.resource for route in routes() if route.policy is not None and route.policy.audience == "member"
    }

    assert declared - set(policy_table()) == set()


def test_every_policy_of_a_library_has_a_route() -> None:
    external: dict[str, str] = import_string(settings.EXTERNAL_VIEWS)
    named = {route.name for route in routes()}

    assert set(external) - named == set()


def test_every_kind_of_job_needs_a_right_that_somebody_has() -> None:
    for kind in job_kinds():
        letters = policy_table()[kind.resource].values()
        assert any(ACTIONS[kind.action] in allowed for allowed in letters), kind.name


def test_every_right_of_the_table_is_a_known_letter() -> None:
    letters = {letter for row in policy_table().values() for allowed in row.values() for letter in allowed}

    assert letters <= set(ACTIONS.values())


def test_every_area_of_pages_has_its_place_in_the_contract() -> None:
    root = Path(__file__).parents[2]
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "web-areas")
    areas = {folder.parent.name for folder in (root / "src" / "comotion" / "web").glob("*/__init__.py")}

    assert {name.strip() for layer in layers for name in layer.split("|")} == areas
