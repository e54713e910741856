"""Who acts: one person for one organization, with the rights of this moment (isolation.md, "How it is enforced" 1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

GUEST = "guest"
"""The role of a person who acts for no organization, in the rooms that let them in."""
NO_ORGANIZATION = 0
"""What a guest acts for: no row belongs to it, so every rule about one's own rows finds nothing."""


class NoPrincipal(RuntimeError):
    """A scoped query ran and nobody was acting. Nothing is read."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A person acting for one organization; ``person_id`` is None for the organization's own scheduled work.

    ``scopes`` limits what a token may do; None means a whole session of the person. ``state`` is ``active``, or
    ``link`` for who came by a link: such a one has no right and sees no row, whatever the role.
    """

    organization_id: int
    role: str
    person_id: int | None = None
    scopes: frozenset[str] | None = field(default=None)
    state: str = "active"


_current: ContextVar[Principal | None] = ContextVar("comotion_principal", default=None)


def current_principal() -> Principal:
    """Return who acts now.

    Raises
    ------
    NoPrincipal
        If nobody does.

    """
    principal = _current.get()
    if principal is None:
        raise NoPrincipal("Nobody is acting: wrap this in acting_as(principal).")
    return principal


def principal_or_none() -> Principal | None:
    """Return who acts now, or None."""
    return _current.get()


@contextmanager
def acting_as(principal: Principal | None) -> Iterator[Principal | None]:
    """Let ``principal`` act inside the block; None takes every right away."""
    token = _current.set(principal)
    try:
        yield principal
    finally:
        _current.reset(token)


def set_principal(principal: Principal) -> None:
    """Let ``principal`` act until the surrounding ``acting_as`` ends; the web middleware is the only caller."""
    _current.set(principal)


_at_the_gate: ContextVar[bool] = ContextVar("comotion_at_the_gate", default=False)


@contextmanager
def past_the_wall() -> Iterator[None]:
    """Let the database show all rows inside the block, for the few deeds between organizations (``core.wall``).

    Scoped managers filter as before; only what is read and written past the scope anyway gets through. Nothing is
    yielded out of the block: whoever takes it would be past the wall too.
    """
    token = _at_the_gate.set(True)
    try:
        yield
    finally:
        _at_the_gate.reset(token)


def known_to_the_database() -> Principal | None:
    """Return for whom the database keeps rows apart: who acts now, or None where nobody does or the gate is open."""
    return None if _at_the_gate.get() else _current.get()
