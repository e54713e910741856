"""Who acts: nobody until somebody is named, and nobody again afterwards."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from threading import Thread

import pytest

from comotion.core.principal import (
    NoPrincipal,
    Principal,
    acting_as,
    current_principal,
    principal_or_none,
    set_principal,
)

PRIYA = Principal(organization_id=1, role="owner", person_id=7)
TOM = Principal(organization_id=1, role="analyst", person_id=8)


def test_current_principal_raises_when_nobody_acts() -> None:
    with pytest.raises(NoPrincipal, match="Nobody is acting"):
        current_principal()


def test_acting_as_ends_with_the_block_also_after_an_error() -> None:
    def act_and_fail() -> None:
        with acting_as(PRIYA):
            raise KeyError(current_principal().role)

    with pytest.raises(KeyError, match="owner"):
        act_and_fail()

    assert principal_or_none() is None


def test_acting_as_nobody_takes_every_right_away() -> None:
    with acting_as(PRIYA), acting_as(None):
        assert principal_or_none() is None


def test_acting_as_can_be_nested() -> None:
    with acting_as(PRIYA):
        with acting_as(TOM):
            assert current_principal() == TOM
        assert current_principal() == PRIYA


def test_set_principal_ends_with_the_surrounding_block() -> None:
    with acting_as(None):
        set_principal(PRIYA)
        assert current_principal() == PRIYA

    assert principal_or_none() is None


def test_principal_does_not_reach_another_thread() -> None:
    seen: list[Principal | None] = []
    with acting_as(PRIYA):
        thread = Thread(target=lambda: seen.append(principal_or_none()))
        thread.start()
        thread.join()

    assert seen == [None]


def test_principal_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PRIYA.role = "owner"  # type: ignore[misc]
