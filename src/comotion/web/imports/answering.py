"""What a person says of a file that was read: its columns, its meetings, what was meant, or a mapping as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.imports import operations
from comotion.imports.calendars import FORMAT
from comotion.imports.intake import Answers
from comotion.imports.mappings import UnableToReadMapping, read_mapping
from comotion.imports.models import ImportRun, RunState
from comotion.imports.tasks import LARGE_FILE, ask_to_read
from comotion.web.imports import presentation
from comotion.web.imports.forms import ColumnsForm
from comotion.web.imports.meetings import MeetingsForm
from comotion.web.imports.pairs import PairsForm
from comotion.web.imports.views import page_of, say_problem

LARGEST_MAPPING = 1_000_000


@policy("imports", POST="create")
def columns(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Read the file again with other meanings of its columns."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    if found.inspection.get("format") == FORMAT:
        raise BadRequest
    form = ColumnsForm(request.POST, found)
    if not form.is_valid():
        return page_of(request, found, form)
    try:
        _read(found, Answers(form.cleaned_data["kind"], form.mapping, form.answers))
    except operations.UnableToImport as problem:
        form.add_error(None, str(problem))
        return page_of(request, found, form)
    return redirect("imports:run", organization=organization, ref=ref)


@policy("imports", POST="create")
def meetings(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take what each meeting of a calendar is."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    if found.inspection.get("format") != FORMAT or found.state != RunState.PREVIEWED:
        raise BadRequest
    form = MeetingsForm(request.POST, found)
    if not form.is_valid():
        return page_of(request, found, form)
    return _read_again(request, found, Answers(None, {}, form.answers), organization)


@policy("imports", POST="create")
def mend(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take the answer of one click: only one that the page has offered."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    key, value = request.POST.get("key", ""), request.POST.get("value", "")
    offered = [each for reason in presentation.reasons_of(found) for each in reason["mends"]]
    if not any((each["key"], each["value"]) == (key, value) for each in offered):
        raise BadRequest
    answers = Answers(found.kind, found.mapping, {**found.choices, key: value})
    return _read_again(request, found, answers, organization)


@policy("imports", POST="create")
def mapping(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Read the file again as a mapping file says."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    upload = request.FILES.get("mapping")
    if upload is None or (upload.size or 0) > LARGEST_MAPPING:
        messages.error(request, _("Choose a mapping file first: a small .json that was downloaded from an import."))
        return redirect("imports:run", organization=organization, ref=ref)
    try:
        answers = read_mapping(upload.read(), upload.name or "")
    except UnableToReadMapping as problem:
        say_problem(request, problem)
        return redirect("imports:run", organization=organization, ref=ref)
    return _read_again(request, found, answers, organization)


@policy("imports", POST="create")
def pairs(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take which names that look alike are the same."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    form = PairsForm(request.POST, found)
    if not form.is_valid():
        raise BadRequest
    try:
        operations.decide(run=found, verdicts=form.verdicts, at=now())
    except operations.UnableToImport as problem:
        say_problem(request, problem)
    return redirect("imports:run", organization=organization, ref=ref)


def _read_again(request: HttpRequest, run: ImportRun, answers: Answers, organization: str) -> HttpResponse:
    try:
        _read(run, answers)
    except operations.UnableToImport as problem:
        say_problem(request, problem)
    return redirect("imports:run", organization=organization, ref=run.ref)


def _read(run: ImportRun, answers: Answers) -> None:
    """Read a file with other answers, at once or, a large one, by a worker."""
    if len(run.content) > LARGE_FILE:
        ask_to_read(run=run, answers=answers, at=now())
        return
    mapping, choices = answers.mapping or {}, answers.choices or {}
    operations.remap(run=run, kind=answers.kind, mapping=mapping, choices=choices, at=now())
