"""Sheets that go out, are filled in anywhere, and come back: one row a record, in words a person would write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.audits import sheet_rows as rows
from comotion.audits.operations import UnableToAudit
from comotion.audits.queries import AuditView
from comotion.formats.isolated import records_isolated
from comotion.formats.tables import Unreadable

Row = Mapping[str, str]
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One sheet: its columns, the rows that are there already, and what becomes of a row that comes back."""

    name: str
    title: Promise
    heads: Callable[[AuditView], Sequence[str]]
    written: Callable[[AuditView], list[list[str | float | None]]]
    take: Callable[[AuditView, Row, dt.datetime], int]
    resource: str = "audits"


@dataclass(frozen=True, slots=True)
class SheetResult:
    """How many rows were taken, and those that were not, each with its number in the file and the reason."""

    taken: int
    refused: tuple[tuple[int, str], ...]


SHEETS: tuple[SheetKind, ...] = (
    SheetKind("people", gettext_lazy("People to ask"), rows.people_heads, rows.people, rows.take_person),
    SheetKind("answers", gettext_lazy("Questionnaire"), rows.answer_heads, rows.answers, rows.take_answers),
    SheetKind("interviews", gettext_lazy("Interviews"), rows.interview_heads, rows.interviews, rows.take_interview),
    SheetKind(
        "touchpoints", gettext_lazy("Touchpoints"), rows.touchpoint_heads, rows.touchpoints, rows.take_touchpoint
    ),
    SheetKind("signals", gettext_lazy("Signals"), rows.signal_heads, rows.signals, rows.take_signal),
    SheetKind("artifacts", gettext_lazy("Artifacts"), rows.artifact_heads, rows.artifacts, rows.take_artifact),
    SheetKind(
        "incentives", gettext_lazy("Incentives"), rows.reward_heads, rows.rewards, rows.take_reward, "incentives"
    ),
    SheetKind(
        "grades", gettext_lazy("Grades of rewards"), rows.grade_heads, rows.grades, rows.take_grade, "incentives"
    ),
    SheetKind("matrix", gettext_lazy("Responsibility matrix"), rows.matrix_heads, rows.matrix, rows.take_matrix),
)


def sheet_kind(name: str) -> SheetKind | None:
    """Return the sheet of a name."""
    return next((one for one in SHEETS if one.name == name), None)


def read_sheet(*, view: AuditView, kind: SheetKind, data: bytes, name: str, at: dt.datetime) -> SheetResult:
    """Take a filled-in sheet row by row; a row that cannot be taken stops no other one."""
    try:
        table = records_isolated(data, name)
    except Unreadable as refused:
        raise UnableToAudit(str(refused)) from refused
    taken, refused_rows = 0, []
    for row in table.rows[:MOST_ROWS]:
        given = {_key(head): text.strip() for head, text in row.source.items()}
        try:
            with transaction.atomic():
                taken += kind.take(view, given, at)
        except UnableToAudit as reason:
            refused_rows.append((row.number, str(reason)))
    if not taken and not refused_rows:
        raise UnableToAudit(_("Nothing in this file fits the sheet “%(title)s”.") % {"title": kind.title})
    return SheetResult(taken, tuple(refused_rows))


def _key(head: str) -> str:
    """Return a head as rows name it: plain, but for members of a matrix, whose names stay as they are written."""
    return head.strip() if "(" in head else head.strip().casefold()
