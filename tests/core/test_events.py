"""Events are delivered after the transaction has committed, and never for one that has not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from comotion.core import events


@dataclass(frozen=True)
class Happened:
    number: int


@pytest.fixture
def heard() -> Iterator[list[int]]:
    numbers: list[int] = []
    events.subscribe(Happened, lambda event: numbers.append(event.number))
    yield numbers
    events._subscribers.pop(Happened)


@pytest.mark.django_db(transaction=True)
def test_event_arrives_after_the_commit(heard: list[int]) -> None:
    with transaction.atomic():
        events.publish(Happened(1))
        assert heard == []

    assert heard == [1]


@pytest.mark.django_db(transaction=True)
def test_event_of_a_transaction_that_was_rolled_back_never_arrives(heard: list[int]) -> None:
    def publish_and_fail() -> None:
        with transaction.atomic():
            events.publish(Happened(1))
            raise KeyError

    with pytest.raises(KeyError):
        publish_and_fail()

    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_several_events_arrive_in_their_order(heard: list[int]) -> None:
    with transaction.atomic():
        for number in range(5):
            events.publish(Happened(number))

    assert heard == [0, 1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_reaction_that_fails_keeps_no_other_from_running(heard: list[int], caplog: pytest.LogCaptureFixture) -> None:
    def fail(event: Happened) -> None:
        raise KeyError(event.number)

    events._subscribers[Happened].insert(0, fail)
    with caplog.at_level(logging.ERROR), transaction.atomic():
        events.publish(Happened(1))

    assert heard == [1]
    assert "KeyError: 1" in caplog.text
    caplog.clear()


def test_subscribing_twice_reacts_once(heard: list[int]) -> None:
    def react(event: Happened) -> None:
        heard.append(event.number)

    events.subscribe(Happened, react)
    events.subscribe(Happened, react)

    assert events._subscribers[Happened].count(react) == 1
