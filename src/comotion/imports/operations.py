"""Import runs from file to undo. A run is wholly applied or wholly not; nothing between the two is ever seen."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core import audit
from comotion.core.events import publish
from comotion.core.jobs import Cancelled
from comotion.core.principal import current_principal
from comotion.formats.tables import Unreadable
from comotion.imports import calendar_runs, previewing
from comotion.imports.engine import Outcome, examine
from comotion.imports.intake import Answers
from comotion.imports.loaders import loaders
from comotion.imports.mappings import remember
from comotion.imports.models import ImportRun, RunState
from comotion.imports.sameness import remember_verdicts
from comotion.imports.undoing import UnableToUndo, take_back
from comotion.imports.writing import Writer
from comotion.portfolio.events import DataChanged

Mapping_ = Mapping[str, str | None]
Progress = Callable[[int, int], None]
LARGE = ("content", "parsed")
"""What a run holds of its file: read from the database when it is asked for."""
UNLOADED = (RunState.READING, RunState.PREVIEWED)
TWICE = dt.timedelta(seconds=30)


class UnableToImport(ValueError):
    """The file cannot be imported; the message says why and what to do."""


class UnableToApply(ValueError):
    """The run cannot be loaded; the message says why."""


def preview(
    *, data: bytes, file_name: str, kind: str | None = None, mapping: Mapping_ | None = None,
    choices: Mapping[str, str] | None = None, at: dt.datetime,
) -> ImportRun:  # fmt: skip
    """Read a file and say what loading it would do; nothing but the run itself is written."""
    run = _received(data, file_name, at)
    _read(run, Answers(kind, mapping, choices), at)
    return run


def just_brought(*, data: bytes, file_name: str, at: dt.datetime) -> ImportRun | None:
    """Return the run of the same file that the same person brought moments ago, as a form sent twice does.

    One whose preview something loaded since may have outdated is no such run.
    """
    principal = current_principal()
    runs = ImportRun.objects.filter(person_id=principal.person_id or 0).order_by("-pk")
    last = runs.defer("content", "parsed", "outcome").first()
    if last is None or last.state not in {RunState.READING, RunState.PREVIEWED} or at - last.started_at > TWICE:
        return None
    is_same = (last.sha256, last.file_name) == (hashlib.sha256(data).hexdigest(), file_name[-255:])
    return last if is_same and not last.mapping and not last.choices else None


def receive(*, data: bytes, file_name: str, at: dt.datetime) -> ImportRun:
    """Take a large file in, to be read by a job."""
    run = _received(data, file_name, at)
    run.state = RunState.READING
    run.save()
    return run


def _received(data: bytes, file_name: str, at: dt.datetime) -> ImportRun:
    principal = current_principal()
    return ImportRun(
        owner_org_id=principal.organization_id, person_id=principal.person_id, file_name=file_name[-255:],
        sha256=hashlib.sha256(data).hexdigest(), content=data, started_at=at,
    )  # fmt: skip


def read(*, run: ImportRun, answers: Answers, at: dt.datetime, progress: Progress) -> None:
    """Read the file of a run that waits for it, as a job; what cannot be read is said by the run."""
    if run.state not in UNLOADED:
        raise UnableToImport(_("This file is not waiting to be read."))
    try:
        previewing.read_into(run, answers, at, progress)
        _require_wanted(run)
    except Cancelled:
        _set_aside(run)
        raise
    except Unreadable as problem:
        _unread(run, str(problem))
    except Exception:
        _unread(run, _("Reading it failed on our side. The server's log has the details."))
        raise
    else:
        run.state = RunState.PREVIEWED
        run.save()


def _require_wanted(run: ImportRun) -> None:
    """Stop where the file was put aside meanwhile."""
    if not ImportRun.objects.filter(pk=run.pk, state__in=UNLOADED).exists():
        raise Cancelled


def _set_aside(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.CANCELLED, content=b"", parsed=b"", outcome=b"")
    run.refresh_from_db()


def _unread(run: ImportRun, message: str) -> None:
    """Give a run back as it was understood before; one that never was is over, and its file is forgotten."""
    understood = ImportRun.objects.exclude(inspection={}).filter(pk=run.pk)
    if not understood.update(state=RunState.PREVIEWED, message=message):
        ImportRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, message=message, content=b"")
    run.refresh_from_db()


def remap(
    *, run: ImportRun, kind: str | None = None, mapping: Mapping_, choices: Mapping[str, str], at: dt.datetime
) -> None:
    """Read the file of a run again with other answers."""
    if run.state != RunState.PREVIEWED:
        raise UnableToImport(_("This file is loaded already. Undo it, or import it again."))
    _read(run, Answers(kind or run.kind or None, mapping, choices), at)


def _read(run: ImportRun, answers: Answers, at: dt.datetime) -> None:
    try:
        reader = calendar_runs if calendar_runs.is_one(run) else previewing
        reader.read_into(run, answers, at, _silent)
    except Unreadable as problem:
        raise UnableToImport(str(problem)) from problem
    run.save()


def decide(*, run: ImportRun, verdicts: Mapping[int, str], at: dt.datetime) -> None:
    """Take and remember what a person says of names that look alike, by row; then count anew.

    Raises
    ------
    UnableToImport
        If the run is loaded already.

    """
    if run.state != RunState.PREVIEWED or run.kind not in loaders():
        raise UnableToImport(_("This file is loaded already. Undo it, or import it again."))
    with transaction.atomic():
        remember_verdicts(run, verdicts, at)
        previewing.recount(run, at)
        run.save()


def apply(*, run: ImportRun, at: dt.datetime, progress: Progress | None = None) -> ImportRun:
    """Load a previewed run in one transaction.

    Raises
    ------
    UnableToApply
        If it is not waiting to be loaded.

    """
    _claim(run)
    try:
        with transaction.atomic():
            _apply(run, at, progress or _silent)
    except Cancelled:
        _give_back(run, RunState.PREVIEWED, _("Loading was cancelled; nothing was loaded."))
        raise
    except Exception as problem:
        _give_back(run, RunState.FAILED, _("Nothing was loaded: %(problem)s") % {"problem": problem})
        raise
    run.refresh_from_db(fields=_fields(LARGE))
    for name in LARGE:
        run.__dict__.pop(name, None)
    return run


def _fields(without: tuple[str, ...]) -> list[str]:
    """Return the fields of a run but some: its file is not written, or read, again for each word about it."""
    columns = ImportRun._meta.concrete_fields  # noqa: SLF001  (public API)
    return [each.name for each in columns if not each.primary_key and each.name not in without]


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total


def _claim(run: ImportRun) -> None:
    """Take the run; two who load it at once are one who does and one who is told."""
    if run.kind not in loaders():
        raise UnableToApply(_("Say first what kind of rows the file holds."))
    waiting = ImportRun.objects.filter(pk=run.pk, state__in=[RunState.PREVIEWED, RunState.FAILED])
    if not waiting.update(state=RunState.APPLYING, message=""):
        raise UnableToApply(_("This file is not waiting to be loaded: it was loaded, undone or cancelled."))


def _give_back(run: ImportRun, state: RunState, message: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=state, message=message)
    run.refresh_from_db()


def _apply(run: ImportRun, at: dt.datetime, progress: Progress) -> None:
    locked = ImportRun.objects.defer("content").select_for_update().get(pk=run.pk)
    if locked.state != RunState.APPLYING:
        raise UnableToApply(_("Loading was interrupted; nothing was loaded. Load it again."))
    loader = loaders()[locked.kind]
    writer = Writer(locked, at)
    context = previewing.context_of(locked, at)
    outcome = Outcome()
    examine(
        loader, previewing.parsed_chunks(locked), context, outcome, writer, lambda done: progress(done, locked.rows)
    )
    previewing.write_outcome(locked, outcome)
    locked.state, locked.applied_at, locked.message = RunState.APPLIED, at, ""
    if loader.confidential:
        locked.content = locked.parsed = b""
    locked.save(update_fields=_fields(() if loader.confidential else LARGE))
    remember(locked, at)
    counts = {name: getattr(locked, name) for name in ("rows", "created", "changed", "unchanged", "refused")}
    audit.record("import.apply", "import", locked.ref, at=at, file=locked.file_name, kind=locked.kind, **counts)
    _tell(locked, None if loader.touches_all else frozenset(writer.partnership_ids))


def undo(*, run: ImportRun, at: dt.datetime, progress: Progress | None = None) -> ImportRun:
    """Restore exactly what was there before a run, in one transaction.

    Raises
    ------
    UnableToUndo
        If it is not loaded, or if something later builds on it.

    """
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != RunState.APPLIED:
            raise UnableToUndo(_("This file is not loaded, so there is nothing to undo."))
        touched = take_back(locked, progress or _silent)
        locked.state, locked.undone_at = RunState.UNDONE, at
        locked.save(update_fields=["state", "undone_at"])
        audit.record("import.undo", "import", locked.ref, at=at, file=locked.file_name, kind=locked.kind)
        _tell(locked, None if loaders()[locked.kind].touches_all else frozenset(touched))
    run.refresh_from_db()
    return run


def _tell(run: ImportRun, partnership_ids: frozenset[int] | None) -> None:
    if partnership_ids is None or partnership_ids:
        publish(DataChanged(run.owner_org_id, partnership_ids))


def cancel(*, run: ImportRun, at: dt.datetime) -> None:
    """Put a run aside that was not loaded; its file is forgotten."""
    waiting = ImportRun.objects.filter(pk=run.pk, state__in=[RunState.READING, RunState.PREVIEWED, RunState.FAILED])
    if not waiting.update(state=RunState.CANCELLED, content=b"", parsed=b"", outcome=b""):
        raise UnableToApply(_("This file is loaded or being loaded: it cannot be cancelled, only undone."))
    audit.record("import.cancel", "import", run.ref, at=at, file=run.file_name)
    run.refresh_from_db()
