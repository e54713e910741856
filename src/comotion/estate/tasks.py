"""The job that packs everything of an organization."""

from __future__ import annotations

from typing import Any

from comotion.core.clock import now
from comotion.core.jobs import JobKind, Progress
from comotion.estate.exporting import JOB, pack
from comotion.estate.models import Export


def run_export(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Pack the export that the job is about."""
    export = pack(export=Export.objects.get(ref=str(argument["export"])), at=now(), progress=progress)
    return {"export": export.ref, "bytes": export.size}


EXPORT_JOB = JobKind(JOB, "export", "estate", run_export)
