"""Rights are the role's letters of the table, narrowed by a token's scopes, and only while active."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from comotion.core.policy import Policy, may, policy, policy_table, require
from comotion.core.principal import GUEST, Principal
from comotion.identity.enums import Role

OWNER = Principal(1, "owner", 1)


@pytest.mark.parametrize("resource", sorted(policy_table()))
def test_every_resource_names_every_role(resource: str) -> None:
    assert set(policy_table()[resource]) - {GUEST} == set(Role.values)


def test_may_follows_the_letters_of_the_role() -> None:
    assert may(OWNER, "delete", "standing")
    assert may(Principal(1, "auditor", 1), "read", "standing")
    assert not may(Principal(1, "auditor", 1), "change", "standing")


def test_nobody_an_unknown_role_and_an_unknown_resource_may_nothing() -> None:
    assert not may(None, "read", "today")
    assert not may(Principal(1, "stranger", 1), "read", "today")
    assert not may(OWNER, "read", "no-such-thing")


@pytest.mark.parametrize("state", ["invited", "suspended", "removed"])
def test_only_an_active_principal_may_anything(state: str) -> None:
    assert not may(Principal(1, "owner", 1, state=state), "read", "today")


def test_scopes_narrow_and_never_widen() -> None:
    reader = Principal(1, "owner", 1, frozenset({"portfolio:read"}))
    widened = Principal(1, "auditor", 1, frozenset({"portfolio:change"}))

    assert may(reader, "read", "portfolio")
    assert not may(reader, "export", "portfolio")
    assert not may(reader, "read", "standing")
    assert not may(widened, "change", "portfolio")


def test_no_scope_implies_another() -> None:
    writer = Principal(1, "owner", 1, frozenset({"portfolio:change"}))

    assert not may(writer, "read", "portfolio")


def test_require_refuses_by_name() -> None:
    with pytest.raises(PermissionDenied, match="change audit-log"):
        require(OWNER, "change", "audit-log")


def test_policy_refuses_an_unknown_action_when_it_is_declared() -> None:
    with pytest.raises(ValueError, match="Unknown action: peek"):
        policy("today", GET="peek")


def test_policy_knows_which_action_a_method_means() -> None:
    declared = Policy("standing", (("GET", "read"), ("POST", "change")))

    assert [declared.action(method) for method in ("GET", "HEAD", "POST", "DELETE")] == ["read", "read", "change", None]
