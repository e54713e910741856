"""Every road into the product: pages and API operations, with what each declares and how its address is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from comotion.api.urls import api
from comotion.core.policy import Policy
from tests.architecture.routes import Route, routes

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
BY_LINK = "link"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WORDS: dict[str, tuple[str, ...]] = {
    "figure": ("scorecard", "momentum_index", "partnerships"),
    "ending": ("pdf", "xlsx", "csv", "html"),
    "form": ("settings",),
    "format": ("pdf", "xlsx", "csv", "html"),
    "name": ("portfolio", "brief"),
    "kind": ("partnerships", "readings"),
    "kpi": ("trust_survey",),
    "sheet": ("answers", "incentives"),
    "party": ("1",),
    "topic": ("aim",),
}
"""Parameters that are words, not ids. A new one has to be named here: the walk stops at what it does not know."""
FRAGMENTS: dict[str, dict[str, str]] = {
    "portfolio:index": {"HX-Request": "true", "HX-Target": "portfolio-list"},
    "explain:figure": {"HX-Request": "true"},
    "explain:program": {"HX-Request": "true"},
    "imports:progress": {"HX-Request": "true"},
    "shared:design_explanation": {"HX-Request": "true"},
}
"""Pages that answer a script with a part of themselves, and the headers by which it asks."""
SEALED = {
    "stop": "its address is signed and of one person; tests/web/notices holds it",
    "openid_connect_callback": "opens for what this browser was promised; tests/web/account holds it",
    "saml_metadata": "for an organization's provider, under a name that cannot be guessed; tests/web/account holds it",
    "saml_acs": "takes a provider's signed letter; tests/web/account holds it",
    "saml_finish": "opens for what this browser has asked; tests/web/account holds it",
    "inbound": "what is sent there is signed; tests/notices/test_inbound.py holds it",
}
"""Roads for programs that are nobody here: they open by a seal, not by an id."""


@dataclass(frozen=True, slots=True)
class Road:
    """One address with all its methods."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    policies: tuple[tuple[str, Policy], ...]
    is_api: bool

    @property
    def audience(self) -> str:
        """Whom it is for."""
        return self.policies[0][1].audience

    @property
    def ids(self) -> tuple[str, ...]:
        """Its parameters that name a row."""
        return tuple(one for one in self.parameters if one != "organization" and one not in WORDS)

    def policy(self, method: str) -> tuple[str, str] | None:
        """Return the resource and the action that ``method`` means here, or None where it is not offered."""
        for offered, policy in self.policies:
            if offered == method and (action := policy.action(method)):
                return policy.resource, action
        return None

    def address(self, **values: str) -> str:
        """Return the path with its parameters filled in, however malformed they are."""
        return "/" + PARAMETER.sub(lambda found: quote(values[found[1]], safe=""), self.pattern)

    def words(self) -> Iterator[dict[str, str]]:
        """Yield the ways in which the parameters that are words can be filled in."""
        choices: list[dict[str, str]] = [{}]
        for name in self.parameters:
            if name in WORDS:
                choices = [choice | {name: word} for choice in choices for word in WORDS[name]]
        yield from choices


def plainest(choices: list[dict[str, str]]) -> dict[str, str]:
    """Return the words that are cheapest to answer."""
    return min(choices, key=lambda words: ("pdf" in words.values(), "xlsx" in words.values()))


@cache
def roads() -> list[Road]:
    """Return every road of ours, by its name; those of people who hold a link are walked by ``test_links``."""
    pages = [page for page in _pages() if page.audience != BY_LINK and page.name not in SEALED]
    return sorted([*pages, *_operations()], key=lambda road: road.name)


def link_roads() -> list[Road]:
    """Return every road that a link opens, by its name."""
    return sorted((page for page in _pages() if page.audience == BY_LINK), key=lambda road: road.name)


def _pages() -> list[Road]:
    return [_page(route) for route in routes() if route.is_ours and route.policy is not None]


def _page(route: Route) -> Road:
    assert route.policy is not None
    policies = tuple((method, route.policy) for method, _action in route.policy.actions)
    return Road(route.name, route.pattern, route.parameters, policies, is_api=False)


def operations() -> Iterator[tuple[str, Any]]:
    """Yield every operation of the API with its path."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield f"{prefix}{path}", operation


def _operations() -> list[Road]:
    found: dict[str, list[tuple[str, Policy]]] = {}
    for path, operation in operations():
        declared = getattr(operation.view_func, "policy", None)
        assert declared is not None, path
        found.setdefault(path, []).extend((method, declared) for method in operation.methods)
    return [
        Road(
            name=f"api {path}",
            pattern="api/v1/" + re.sub(r"{(?:\w+:)?(\w+)}", r"<\1>", path).strip("/"),
            parameters=tuple(re.findall(r"{(?:\w+:)?(\w+)}", path)),
            policies=tuple(policies),
            is_api=True,
        )
        for path, policies in found.items()
    ]
