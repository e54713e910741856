"""Runs as pages and commands read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from comotion.imports.models import ImportRun, RunState
from comotion.imports.packing import unpack

HEAVY = ("content", "parsed", "outcome", "inspection", "problems", "changes")


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list."""

    ref: str
    file_name: str
    kind: str
    state: str
    state_title: str
    created: int
    changed: int
    refused: int
    rows: int
    started_at: dt.datetime
    person: str


def latest_runs(count: int) -> list[RunLine]:
    """Return the last runs, without what they hold."""
    runs = ImportRun.objects.select_related("person").defer(*HEAVY).order_by("-id")[:count]
    return [
        RunLine(
            ref=run.ref, file_name=run.file_name, kind=run.kind, state=run.state,
            state_title=str(RunState(run.state).label), created=run.created, changed=run.changed, refused=run.refused,
            rows=run.rows, started_at=run.started_at, person=str(run.person) if run.person else "",
        )
        for run in runs
    ]  # fmt: skip


def problems_of(run: ImportRun) -> list[dict[str, Any]]:
    """Return every problem of a run, one by one, in the order of the rows."""
    kept = unpack(run.outcome) or {"read": [], "compared": []}
    return sorted([*kept["read"], *kept["compared"]], key=lambda each: (each["row"] or 0, each["code"]))
