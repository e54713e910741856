"""Denied unless declared: every view names its resource and actions, every role's rights stand in one table.

The table is data (``settings.POLICY_TABLE``): it answers ``may`` here and in templates, makes the matrix of the
documentation and generates the isolation test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

from comotion.core.principal import Principal

ACTIONS = {"create": "C", "read": "R", "change": "U", "delete": "D", "export": "X", "share": "S"}
ViewT = TypeVar("ViewT", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Policy:
    """What a view is about: its resource and, per HTTP method, the action. ``public`` needs nobody to be logged in."""

    resource: str
    actions: tuple[tuple[str, str], ...]
    audience: str = "member"

    def action(self, method: str) -> str | None:
        """Return the action that ``method`` means here, or None where the method is not offered."""
        return dict(self.actions).get("GET" if method == "HEAD" else method)


def policy(resource: str, *, audience: str = "member", **methods: str) -> Callable[[ViewT], ViewT]:
    """Declare a view's policy, as in ``@policy("standing", GET="read", POST="change")``.

    ``audience`` is ``member`` (acts for the organization of the URL), ``person`` (logged in, no organization yet),
    ``link`` (holds a link whose purpose is the resource, see ``core.links``) or ``public``.
    """
    unknown = set(methods.values()) - ACTIONS.keys()
    if unknown:
        raise ValueError(f"Unknown action: {', '.join(sorted(unknown))}")

    def declare(view: ViewT) -> ViewT:
        view.policy = Policy(resource, tuple(methods.items()), audience)  # type: ignore[attr-defined]
        return view

    return declare


@cache
def policy_table() -> dict[str, dict[str, str]]:
    """Return resource → role → letters of the allowed actions."""
    table: dict[str, dict[str, str]] = import_string(settings.POLICY_TABLE)
    return table


def may(principal: Principal | None, action: str, resource: str) -> bool:
    """Say whether the role (and the token's scopes) allow ``action`` on ``resource``."""
    if principal is None or principal.state != "active":
        return False
    letters = policy_table().get(resource, {}).get(principal.role, "")
    in_scope = principal.scopes is None or f"{resource}:{action}" in principal.scopes
    return ACTIONS[action] in letters and in_scope


def require(principal: Principal | None, action: str, resource: str) -> None:
    """Refuse with PermissionDenied unless ``may``."""
    if not may(principal, action, resource):
        raise PermissionDenied(f"{action} {resource}")
