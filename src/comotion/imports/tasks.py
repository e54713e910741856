"""Loading as a job: it can take long, shows how far it is, and can be cancelled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from comotion.core.clock import now
from comotion.core.jobs import JobKind, Progress, enqueue
from comotion.core.models import Job
from comotion.imports.models import ImportRun
from comotion.imports.operations import apply
from comotion.imports.recovery import JOB


def load(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Load the run that the job is about."""
    run = ImportRun.objects.get(ref=argument["run"])
    apply(run=run, at=now(), progress=lambda done, total: progress(done, total, _("rows")))
    return {"run": run.ref, "created": run.created, "changed": run.changed}


def ask_to_load(*, run: ImportRun, at: dt.datetime) -> Job:
    """Queue the loading of a run for whoever acts."""
    job = enqueue(JOB, {"run": run.ref}, at=at)
    ImportRun.objects.filter(pk=run.pk).update(job_ref=job.ref)
    return job


APPLY = JobKind(JOB, action="create", resource="imports", run=load)
