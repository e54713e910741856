"""Commitments, decisions and insights as the methods count them, in three queries for any number of partnerships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from comotion.methods.communication.closure import Insight
from comotion.methods.momentum.kept import Commitment, Decision
from comotion.methods.scored import InvalidInput
from comotion.partnerships.facts import owned_rows
from comotion.partnerships.grouping import Grouped
from comotion.rhythm import models
from comotion.rhythm.models import CommitmentState

Made = TypeVar("Made")
COMMITMENTS = ("made_date", "due_date", "done_date", "cancelled_date", "both_agreed", "state", "text")
DECISIONS = ("raised_date", "decided_date", "withdrawn_date", "text")
INSIGHTS = ("from_tier", "to_tier", "raised_date", "on_agenda_date", "disposition", "reported_back_date", "text")


@dataclass(frozen=True, slots=True)
class Work:
    """What a partnership promised, decided and learnt; ``texts`` says what each of them is, by its id."""

    commitments: tuple[Commitment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    insights: tuple[Insight, ...] = ()
    texts: dict[str, str] | None = None


class WorkFacts:
    """The work of the acting organization's partnerships, one partnership at a time."""

    def __init__(self, partnerships: Collection[int] | None) -> None:
        """Open the streams."""
        self._commitments = Grouped(_rows(models.Commitment, partnerships, COMMITMENTS))
        self._decisions = Grouped(_rows(models.Decision, partnerships, DECISIONS))
        self._insights = Grouped(_rows(models.Insight, partnerships, INSIGHTS))

    def take(self, partnership_id: int) -> Work:
        """Return a partnership's work; ids must be asked for in rising order."""
        commitments = self._commitments.take(partnership_id)
        decisions, insights = self._decisions.take(partnership_id), self._insights.take(partnership_id)
        if not (commitments or decisions or insights):
            return Work()
        marked = (("c", commitments), ("d", decisions), ("i", insights))
        return Work(
            _known(map(_commitment, commitments)),
            _known(map(_decision, decisions)),
            _known(map(_insight, insights)),
            {f"{mark}{row[1]}": row[-1] for mark, rows in marked for row in rows},
        )


def _rows(model: Any, partnerships: Collection[int] | None, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    rows = model.objects.filter(owned_rows(partnerships)).order_by("partnership_id", "pk")
    found: Iterator[tuple[Any, ...]] = rows.values_list("partnership_id", "pk", *columns).iterator(chunk_size=5000)
    return found


def _at(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def _known(found: Iterable[Made | None]) -> tuple[Made, ...]:
    return tuple(one for one in found if one is not None)


def _counted(make: Callable[..., Made], *values: Any) -> Made | None:
    """Make what a method counts; None for a row whose days contradict each other, of which nothing can be measured."""
    try:
        return make(*values)
    except InvalidInput:
        return None


def _commitment(row: tuple[Any, ...]) -> Commitment | None:
    """Return a commitment; None for one that was kept or cancelled on no known day, of which no rate can tell."""
    _partnership, key, made, due, done, cancelled, agreed, state, _text = row
    ended = {CommitmentState.DONE: done, CommitmentState.CANCELLED: cancelled}.get(state, due)
    if ended is None:
        return None
    first = made or min(day for day in (due, done) if day is not None)
    return _counted(Commitment, f"c{key}", _start(first), _start(due), _at(done), _at(cancelled), agreed)


def _decision(row: tuple[Any, ...]) -> Decision | None:
    """Return a decision; None for one that was raised on no known day, since no time can be measured."""
    _partnership, key, raised, decided, withdrawn, _text = row
    return None if raised is None else _counted(Decision, f"d{key}", _start(raised), _at(decided), _at(withdrawn))


def _insight(row: tuple[Any, ...]) -> Insight | None:
    _partnership, key, source, target, raised, on_agenda, disposition, reported, _text = row
    steps = (_start(raised), _at(on_agenda), disposition or None, _at(reported))
    return _counted(Insight, f"i{key}", source, target, *steps)
