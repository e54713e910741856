"""After a crash: says of every run that was being loaded whether it is wholly there or wholly not.

Loading is one transaction, so a run that still says "loading" and is held by nobody has written nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from comotion.core.models import Job, JobState
from comotion.imports.models import ImportRun, RunState

JOB = "imports.apply"


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A run that was found interrupted; nothing of it is loaded, and it waits to be loaded again."""

    ref: str
    file_name: str


@transaction.atomic
def recover_interrupted() -> list[Interrupted]:
    """Give back every run whose loading was cut off; called before a worker or a server takes work.

    A run that another process is loading right now is left alone: that one holds its row (PostgreSQL) or the
    database's one right to write (SQLite), and has finished by the time this can write.
    """
    runs = ImportRun.unscoped.filter(state=RunState.APPLYING)
    if connection.features.has_select_for_update_skip_locked:
        runs = runs.select_for_update(skip_locked=True)
    found = [Interrupted(ref, name) for ref, name in runs.values_list("ref", "file_name").order_by("pk")]
    message = _("Loading was interrupted; nothing was loaded. Load it again.")
    refs = [each.ref for each in found]
    ImportRun.unscoped.filter(ref__in=refs).update(state=RunState.PREVIEWED, message=message)
    cut_off = ImportRun.unscoped.filter(ref__in=refs).exclude(job_ref="").values("job_ref")
    Job.unscoped.filter(kind=JOB, state=JobState.RUNNING, ref__in=cut_off).update(
        state=JobState.FAILED, message=message
    )
    return found
