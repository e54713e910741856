"""Typed events: something low happened, something high may react, after the transaction has committed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

EventT = TypeVar("EventT")
_subscribers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[EventT], reaction: Callable[[EventT], None]) -> None:
    """Let ``reaction`` run for each ``event_type``; called from ``config/subscriptions.py`` only."""
    if reaction not in _subscribers[event_type]:
        _subscribers[event_type].append(reaction)


def publish(event: object) -> None:
    """Deliver ``event`` to its subscribers once the running transaction has committed.

    What happened has happened: a reaction that fails is logged by Django and keeps no other one from running.
    """
    for reaction in tuple(_subscribers[type(event)]):
        transaction.on_commit(_delivery(reaction, event), robust=True)


def _delivery(reaction: Callable[[Any], None], event: object) -> Callable[[], None]:
    def deliver() -> None:
        reaction(event)

    return deliver
