"""Asking for everything of an organization, packing it by a job, keeping it for some days, handing it out."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.jobs import enqueue
from comotion.core.models import Job, JobState
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.estate.models import Export
from comotion.estate.writing import ArchiveWriter

JOB = "estate.export"
UNFINISHED = frozenset({JobState.WAITING, JobState.RUNNING})
KEPT_FOR = dt.timedelta(days=7)
PIECE = 1 << 20
Progress = Callable[[int, int, str], None]


class UnableToExport(ValueError):
    """Nothing is packed or handed out; the message says why."""


@transaction.atomic
def ask_for_export(*, at: dt.datetime) -> Export:
    """Ask for an archive of everything; one at a time."""
    principal = current_principal()
    require(principal, "export", "estate")
    waiting = jobs_of(Export.objects.filter(made_at=None, removed_at=None))
    if any(is_at_work(job) for job in waiting.values()):
        raise UnableToExport(_("Everything is being packed already. You are told when it is ready."))
    export = Export.objects.create(owner_org_id=principal.organization_id, asked_by_id=principal.person_id, asked_at=at)
    record("export.asked", "export", export.ref, at=at)
    job = enqueue(JOB, {"export": export.ref}, at=at)
    Export.objects.filter(pk=export.pk).update(job_ref=job.ref)
    export.refresh_from_db()
    return export


def jobs_of(exports: Iterable[Export]) -> dict[str, Job]:
    """Return the jobs that pack exports, by the reference of the export."""
    refs = {one.job_ref: one.ref for one in exports if one.job_ref}
    return {refs[job.ref]: job for job in Job.objects.filter(ref__in=refs)}


def is_at_work(job: Job | None) -> bool:
    """Say whether an export is being packed, or waits for it."""
    return job is not None and job.state in UNFINISHED


def failure_of(export: Export, job: Job | None) -> str:
    """Return why an export was not made, in words; nothing where it was, or still can be."""
    if job is None or export.made_at is not None or job.state in {*UNFINISHED, JobState.DONE}:
        return ""
    return job.message or _("It was cancelled.")


def pack(*, export: Export, at: dt.datetime, progress: Progress) -> Export:
    """Write the archive and keep it where files are kept."""
    with tempfile.TemporaryFile() as target:
        size, sha256 = pack_into(target, ref=export.ref, at=at, progress=progress)
        kept = default_storage.save(f"exports/{export.ref}.zip", File(target))
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(
            file_name=kept, size=size, sha256=sha256, made_at=at, expires_at=at + KEPT_FOR
        )
        record("export.made", "export", export.ref, at=at, bytes=size, sha256=sha256)
    export.refresh_from_db()
    return export


def pack_into(target: IO[bytes], *, ref: str, at: dt.datetime, progress: Progress) -> tuple[int, str]:
    """Write the archive of whoever acts into an open file; return its size and checksum."""
    ArchiveWriter(target, ref).write(at=at, progress=progress)
    target.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := target.read(PIECE):
        digest.update(piece)
        size += len(piece)
    target.seek(0)
    return size, digest.hexdigest()


def write_archive(path: Path, *, at: dt.datetime, progress: Progress) -> tuple[str, dict[str, int]]:
    """Write the archive of whoever acts to a path that an operator named; return its reference and its tables."""
    principal = current_principal()
    require(principal, "export", "estate")
    export = Export.objects.create(
        owner_org_id=principal.organization_id, asked_by_id=principal.person_id, asked_at=at, made_at=at, removed_at=at
    )
    record("export.asked", "export", export.ref, at=at)
    with path.open("wb") as target:
        counts = ArchiveWriter(target, export.ref).write(at=at, progress=progress)
    record("export.downloaded", "export", export.ref, at=at)
    return export.ref, counts


def is_there(export: Export, at: dt.datetime) -> bool:
    """Say whether an archive can be downloaded now."""
    return bool(export.file_name) and export.expires_at is not None and at < export.expires_at


@transaction.atomic
def hand_out(*, export: Export, at: dt.datetime) -> Any:
    """Open an archive for its owner, and note that it leaves."""
    require(current_principal(), "export", "estate")
    if not is_there(export, at) or not default_storage.exists(export.file_name):
        raise UnableToExport(_("This archive is no longer kept. Ask for another one."))
    record("export.downloaded", "export", export.ref, at=at)
    return default_storage.open(export.file_name)


@transaction.atomic
def remove_export(*, export: Export, at: dt.datetime) -> None:
    """Remove an archive before its time."""
    require(current_principal(), "export", "estate")
    _forget(export, at)
    record("export.removed", "export", export.ref, at=at)


def forget_expired_exports(*, at: dt.datetime) -> int:
    """Remove the archives of every organization whose days are over; return how many."""
    expired = list(Export.unscoped.filter(expires_at__lte=at, removed_at=None).exclude(file_name=""))
    for export in expired:
        _forget(export, at)
    return len(expired)


def _forget(export: Export, at: dt.datetime) -> None:
    if export.file_name:
        default_storage.delete(export.file_name)
    Export.unscoped.filter(pk=export.pk).update(file_name="", removed_at=at)
