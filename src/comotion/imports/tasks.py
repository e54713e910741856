"""What can take long, as jobs: reading a large file, loading, and taking a large run back.

Each shows how far it is, goes on when the page is left, and can be cancelled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from comotion.core.clock import now
from comotion.core.jobs import JobKind, Progress, enqueue
from comotion.core.models import Job
from comotion.imports.intake import Answers
from comotion.imports.models import ImportRun, RunState
from comotion.imports.operations import UnableToImport, apply, read, undo
from comotion.imports.recovery import JOB

READ, UNDO = "imports.read", "imports.undo"
LARGE_FILE = 1_000_000
LARGE_RUN = 2_000


def rows_of(progress: Progress) -> Callable[[int, int], None]:
    """Report in rows."""
    return lambda done, total: progress(done, total, _("rows"))


def load_run(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Load the run that the job is about."""
    run = ImportRun.objects.get(ref=argument["run"])
    apply(run=run, at=now(), progress=rows_of(progress))
    return {"run": run.ref, "created": run.created, "changed": run.changed}


def read_file(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read the file of the run that the job is about."""
    run = ImportRun.objects.get(ref=argument["run"])
    answers = Answers(argument["kind"], argument["mapping"], argument["choices"])
    read(run=run, answers=answers, at=now(), progress=rows_of(progress))
    return {"run": run.ref, "rows": run.rows}


def undo_run(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Take back the run that the job is about."""
    run = ImportRun.objects.get(ref=argument["run"])
    undo(run=run, at=now(), progress=rows_of(progress))
    return {"run": run.ref}


def ask_to_load(*, run: ImportRun, at: dt.datetime) -> Job:
    """Queue the loading of a run for whoever acts."""
    return _ask(JOB, run, {}, at)


def ask_to_read(*, run: ImportRun, answers: Answers, at: dt.datetime) -> Job:
    """Queue the reading of a file, the first one or another one with other answers.

    Raises
    ------
    UnableToImport
        If it is loaded already.

    """
    waiting = ImportRun.objects.filter(pk=run.pk, state__in=[RunState.READING, RunState.PREVIEWED])
    if not waiting.update(state=RunState.READING):
        raise UnableToImport(_("This file is loaded already. Undo it, or import it again."))
    said = {"kind": answers.kind, "mapping": answers.mapping, "choices": answers.choices}
    return _ask(READ, run, said, at)


def ask_to_undo(*, run: ImportRun, at: dt.datetime) -> Job:
    """Queue the taking back of a run for whoever acts."""
    return _ask(UNDO, run, {}, at)


def _ask(kind: str, run: ImportRun, said: dict[str, Any], at: dt.datetime) -> Job:
    job = enqueue(kind, {"run": run.ref, **said}, at=at)
    ImportRun.objects.filter(pk=run.pk).update(job_ref=job.ref)
    return job


APPLY = JobKind(JOB, action="create", resource="imports", run=load_run)
READING = JobKind(READ, action="create", resource="imports", run=read_file)
UNDOING = JobKind(UNDO, action="change", resource="imports", run=undo_run)
