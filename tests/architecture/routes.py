"""Every road into the site, read from the resolver: what the census counts and the isolation test walks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.module_loading import import_string

from comotion.core.policy import Policy


@dataclass(frozen=True, slots=True)
class Route:
    """One address, the view behind it and what it declares."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    view: Callable[..., Any]
    policy: Policy | None

    @property
    def is_ours(self) -> bool:
        """Say whether the view is a page of ours, as against a library's or the API's."""
        return self.view.__module__.startswith("comotion.")


def routes(resolver: URLResolver | None = None) -> list[Route]:
    """Return every route, by its full name."""
    return list(_walk(resolver or get_resolver(), (), "", ()))


def _walk(
    resolver: URLResolver, namespaces: tuple[str, ...], prefix: str, parameters: tuple[str, ...]
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        taken = (*parameters, *_groups(entry))
        if isinstance(entry, URLResolver):
            deeper = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, deeper, pattern, taken)
        else:
            name = ":".join((*namespaces, entry.name or ""))
            yield Route(name, pattern, tuple(dict.fromkeys(taken)), entry.callback, _policy(entry.callback))


def _groups(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    if isinstance(entry.pattern, RoutePattern):
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", str(entry.pattern)))
    return tuple(entry.pattern.regex.groupindex)


def _policy(view: Callable[..., Any]) -> Policy | None:
    found: Policy | None = getattr(inspect.unwrap(view), "policy", None) or getattr(view, "policy", None)
    return found


def undeclared_routes(resolver: URLResolver | None = None) -> list[str]:
    """Routes that the middleware would refuse, because nobody said whom they are for."""
    external: dict[str, str] = import_string(settings.EXTERNAL_VIEWS)
    return [
        route.pattern
        for route in routes(resolver)
        if getattr(route.view, "policy", None) is None
        and route.name not in external
        and not route.name.startswith("api-")
    ]
