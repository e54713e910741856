"""Promises, questions, insights and open points of a partnership as its page lists them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from comotion.core.visibility import Visibility
from comotion.rhythm.models import Commitment, CommitmentState, Decision, Insight, Issue, IssueState

SHOWN = 100


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line: what it is about, who has it, from when and until when, and how it stands.

    ``state`` is ``open``, ``late``, ``done``, ``cancelled``, ``decided``, ``withdrawn``, ``answered``, ``waiting`` or
    ``closed``; ``note`` is what people wrote beside it.
    """

    text: str
    state: str
    is_shared: bool
    person: str = ""
    side: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    ended: dt.date | None = None
    note: str = ""
    ref: str = ""
    """The reference of what has a page of its own."""

    @property
    def is_open(self) -> bool:
        """Say whether something is still to be done."""
        return self.state in ("open", "late", "waiting")


@dataclass(frozen=True, slots=True)
class Work:
    """Everything a room's rhythm carries, open lines first; each list is cut off at a hundred."""

    commitments: tuple[WorkLine, ...]
    decisions: tuple[WorkLine, ...]
    insights: tuple[WorkLine, ...]
    issues: tuple[WorkLine, ...]


def work_of(partnership_id: int, today: dt.date) -> Work:
    """Return what the acting organization may see of a partnership's work, in four queries."""
    return Work(
        _lines(_rows(Commitment, partnership_id).order_by("due_date", "pk"), _commitment, today),
        _lines(_rows(Decision, partnership_id).order_by("raised_date", "pk"), _decision, today),
        _lines(_rows(Insight, partnership_id).order_by("raised_date", "pk"), _insight, today),
        _lines(_rows(Issue, partnership_id).order_by("raised_date", "pk"), _issue, today),
    )


def _rows(model: Any, partnership_id: int) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(Q(partnership_id=partnership_id))
    return rows


def _lines(rows: QuerySet[Any], line: Any, today: dt.date) -> tuple[WorkLine, ...]:
    """Return lines: what is open by its day, then what has ended, the latest first."""
    found = [line(row, today) for row in rows]
    ended = [one for one in found if not one.is_open]
    ended.sort(key=lambda one: one.ended or one.until or one.since or dt.date.min, reverse=True)
    return tuple([one for one in found if one.is_open] + ended)[:SHOWN]


def _is_shared(row: Any) -> bool:
    return bool(row.visibility == Visibility.SHARED)


def _commitment(row: Commitment, today: dt.date) -> WorkLine:
    late = row.state == CommitmentState.OPEN and row.due_date < today
    return WorkLine(
        row.text, "late" if late else row.state, _is_shared(row), row.owner_name, row.side, row.made_date,
        row.due_date, row.done_date or row.cancelled_date, row.reason, row.ref,
    )  # fmt: skip


def _decision(row: Decision, _today: dt.date) -> WorkLine:
    state = "decided" if row.decided_date else "withdrawn" if row.withdrawn_date else "open"
    return WorkLine(
        row.text, state, _is_shared(row), row.decided_by.replace(";", ", "), since=row.raised_date,
        ended=row.decided_date or row.withdrawn_date, note=row.outcome,
    )  # fmt: skip


def _insight(row: Insight, _today: dt.date) -> WorkLine:
    answered = row.disposition and row.reported_back_date
    road = f"{row.get_from_tier_display()} → {row.get_to_tier_display()}"
    return WorkLine(
        row.text, "answered" if answered else "waiting", _is_shared(row), row.raised_by, road, row.raised_date,
        row.on_agenda_date, row.reported_back_date, str(row.get_disposition_display()) if row.disposition else "",
    )  # fmt: skip


def _issue(row: Issue, today: dt.date) -> WorkLine:
    is_open = row.state == IssueState.OPEN
    late = is_open and row.due_date is not None and row.due_date < today
    state = "late" if late else "open" if is_open else "closed"
    return WorkLine(
        row.text, state, _is_shared(row), row.owner_name, row.side, row.raised_date, row.due_date, row.closed_date,
        row.comment,
    )  # fmt: skip
