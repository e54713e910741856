"""Import runs: preview a file, load it, take it back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field

from comotion.api.application import Frozen, PolicedRouter
from comotion.api.idempotency import once
from comotion.api.problems import Conflict, Unusable
from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.imports.models import ImportRun
from comotion.imports.operations import UnableToApply, UnableToImport, apply, preview, undo
from comotion.imports.queries import latest_runs, problems_of
from comotion.imports.undoing import UnableToUndo

router = PolicedRouter(tags=["import runs"])


class RunLine(Frozen):
    """One run in the list."""

    run: str
    file: str
    kind: str
    state: str
    rows: int
    created: int
    changed: int
    refused: int
    started_at: dt.datetime


class RunList(Frozen):
    """The latest runs, newest first."""

    items: list[RunLine]


class RunProblem(Frozen):
    """One thing that is wrong or doubtful in a file, and the way out."""

    row: int | None
    column: str | None
    code: str
    message: str
    value: str | None
    remedy: str = ""


class Run(Frozen):
    """One run: rows = created + changed + unchanged + refused. ``undo`` says whether it can be taken back now."""

    run: str
    dry_run: bool
    file: str
    kind: str
    state: str
    rows: int
    created: int
    changed: int
    unchanged: int
    refused: int
    skipped: int
    problems: list[RunProblem]
    undo: bool
    message: str


class PreviewForm(Frozen):
    """What the sender knows of the file; everything may be left out."""

    kind: str = Field("", description="the kind of rows; by default found by content")
    mapping: str = Field("", description="a JSON object from column to field, or to null for a column to leave out")
    choices: str = Field("", description="a JSON object of answers, such as how dates are written")


@router.get("/import-runs", response=RunList)
@policy("imports", GET="read")
def runs(request: HttpRequest, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> RunList:
    """List the latest runs."""
    del request
    return RunList(items=[_line(found) for found in latest_runs(limit)])


def _line(found: Any) -> RunLine:
    names = ("kind", "state", "rows", "created", "changed", "refused", "started_at")
    return RunLine(run=found.ref, file=found.file_name, **{name: getattr(found, name) for name in names})


@router.get("/import-runs/{ref}", response=Run)
@policy("imports", GET="read")
def run(request: HttpRequest, ref: str) -> Run:
    """Return one run with every problem."""
    del request
    return _run(visible_or_404(ImportRun, "read", "imports", ref=ref))


@router.post("/import-runs", response={200: Run})
@policy("imports", POST="create")
@once
def preview_file(request: HttpRequest, file: File[UploadedFile], form: Form[PreviewForm]) -> Run:
    """Read a file and say what loading it would do; nothing is changed."""
    del request
    try:
        previewed = preview(
            data=file.read(),
            file_name=file.name or "file",
            kind=form.kind or None,
            mapping=_object(form.mapping, "mapping") or None,
            choices=_object(form.choices, "choices") or None,
            at=now(),
        )
    except UnableToImport as refused:
        raise Unusable(str(refused)) from refused
    return _run(previewed)


def _object(text: str, field: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except json.JSONDecodeError as broken:
        raise Unusable(f"“{field}” is no JSON: {broken.msg}.") from broken
    if not isinstance(found, dict):
        raise Unusable(f"“{field}” must be a JSON object.")
    return found


@router.post("/import-runs/{ref}/apply", response=Run)
@policy("imports", POST="create")
@once
def apply_run(request: HttpRequest, ref: str) -> Run:
    """Load a previewed run, wholly or not at all."""
    del request
    try:
        return _run(apply(run=visible_or_404(ImportRun, "create", "imports", ref=ref), at=now()))
    except UnableToApply as refused:
        raise Conflict(str(refused)) from refused


@router.post("/import-runs/{ref}/undo", response=Run)
@policy("imports", POST="change")
@once
def undo_run(request: HttpRequest, ref: str) -> Run:
    """Restore exactly what was there before a run."""
    del request
    try:
        return _run(undo(run=visible_or_404(ImportRun, "change", "imports", ref=ref), at=now()))
    except UnableToUndo as refused:
        raise Conflict(str(refused)) from refused


def _run(found: ImportRun) -> Run:
    names = ("kind", "state", "rows", "created", "changed", "unchanged", "refused", "skipped", "message")
    known = RunProblem.model_fields
    return Run(
        run=found.ref,
        dry_run=found.state == "previewed",
        file=found.file_name,
        undo=found.state == "applied",
        problems=[
            RunProblem(**{name: value for name, value in one.items() if name in known}) for one in problems_of(found)
        ],
        **{name: getattr(found, name) for name in names},
    )
