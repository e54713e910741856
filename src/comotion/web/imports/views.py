"""Import: choose a file, see what loading it would do, load it, undo it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core import jobs
from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.models import Job, JobState
from comotion.core.policy import may, policy
from comotion.formats.tables import Unreadable
from comotion.formats.templates import template_csv, template_xlsx
from comotion.imports import operations
from comotion.imports.models import ImportRun, RunState
from comotion.imports.queries import latest_runs
from comotion.imports.refused import refused_csv
from comotion.imports.tasks import ask_to_load
from comotion.imports.undoing import UnableToUndo
from comotion.web.imports import presentation
from comotion.web.imports.forms import ColumnsForm, UploadForm

SHOWN_RUNS = 30
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_WORK = (JobState.WAITING, JobState.RUNNING)
PAGES = {RunState.APPLIED: "imports/result.html", RunState.UNDONE: "imports/result.html"}


@policy("imports", GET="read", POST="create")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """Offer the ways to bring a file, the templates and the past runs; take a file and go to its preview."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        data, name = form.content
        try:
            run = operations.preview(data=data, file_name=name, kind=form.cleaned_data["kind"] or None, at=now())
        except operations.UnableToImport as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("imports:run", organization=organization, ref=run.ref)
    context = {
        "form": form,
        "templates": presentation.templates_offered(),
        "runs": presentation.run_rows(latest_runs(SHOWN_RUNS)),
        "may_import": may(request.principal, "create", "imports"),  # type: ignore[attr-defined]
    }
    return render(request, "imports/index.html", context, status=400 if form.errors else 200)


@policy("imports", GET="read")
def template(request: HttpRequest, organization: str, kind: str, ending: str) -> HttpResponse:
    """Hand out an empty file with the right columns."""
    del request, organization
    makers = {"csv": (template_csv, "text/csv"), "xlsx": (template_xlsx, WORKBOOK)}
    if ending not in makers:
        raise Http404
    make, content_type = makers[ending]
    try:
        content = make(kind)
    except Unreadable as unknown:
        raise Http404 from unknown
    return _file(content, f"{kind}.{ending}", content_type)


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


@policy("imports", GET="read")
def run(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show a run as it stands: its preview, its progress, or its result."""
    del organization
    found = visible_or_404(ImportRun, "read", "imports", ref=ref)
    job = _job_at_work(found)
    if job is not None or found.state == RunState.APPLYING:
        return render(request, "imports/progress.html", {"run": found, **_progress(job)})
    return _page(request, found)


def _page(request: HttpRequest, run: ImportRun, form: ColumnsForm | None = None) -> HttpResponse:
    if run.state in PAGES:
        context = presentation.result_page(run)
    else:
        context = presentation.preview_page(run, request.path) | {"form": form or ColumnsForm(None, run)}
    for action in ("create", "change", "export"):
        context[f"may_{action}"] = may(request.principal, action, "imports")  # type: ignore[attr-defined]
    page = PAGES.get(RunState(run.state), "imports/run.html")
    return render(request, page, context, status=400 if form is not None and form.errors else 200)


def _job_at_work(run: ImportRun) -> Job | None:
    return Job.objects.filter(ref=run.job_ref, state__in=AT_WORK).first() if run.job_ref else None


def _progress(job: Job | None) -> dict[str, object]:
    done, total, word = jobs.progress_of(job) if job else (0, 0, "")
    return {"done": done, "total": total, "word": word}


@policy("imports", GET="read")
def progress(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Answer the page that asks how far a load is; once it is over, send it to the result."""
    found = visible_or_404(ImportRun, "read", "imports", ref=ref)
    job = _job_at_work(found)
    if job is None and found.state != RunState.APPLYING:
        address = redirect("imports:run", organization=organization, ref=ref).url
        return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else HttpResponseRedirect(address)  # type: ignore[attr-defined]
    return render(request, "imports/progress.html#bar", {"run": found, **_progress(job)})


@policy("imports", POST="create")
def columns(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Read the file again with other meanings of its columns."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    form = ColumnsForm(request.POST, found)
    if not form.is_valid():
        return _page(request, found, form)
    return _read_again(request, found, (form.cleaned_data["kind"], form.mapping, form.answers), organization)


def _read_again(
    request: HttpRequest, run: ImportRun, answers: tuple[str, dict[str, str | None], dict[str, str]], organization: str
) -> HttpResponse:
    kind, mapping, choices = answers
    try:
        operations.remap(run=run, kind=kind, mapping=mapping, choices=choices, at=now())
    except operations.UnableToImport as problem:
        messages.error(request, str(problem))
    return redirect("imports:run", organization=organization, ref=run.ref)


@policy("imports", POST="create")
def mend(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take the answer of one click: only one that the page has offered."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    key, value = request.POST.get("key", ""), request.POST.get("value", "")
    offered = [each for reason in presentation.reasons_of(found) for each in reason["mends"]]
    if not any((each["key"], each["value"]) == (key, value) for each in offered):
        raise BadRequest
    choices = {**found.choices, key: value}
    return _read_again(request, found, (found.kind, found.mapping, choices), organization)


@policy("imports", POST="create")
def load(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Load the rows in a worker."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    if found.state not in {RunState.PREVIEWED, RunState.FAILED}:
        messages.error(request, _("This file is not waiting to be loaded."))
    elif _job_at_work(found) is None:
        ask_to_load(run=found, at=now())
    return redirect("imports:run", organization=organization, ref=ref)


@policy("imports", POST="create")
def cancel(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Stop a load that is at work, or put a file aside that was not loaded."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    job = _job_at_work(found)
    if job is not None:
        jobs.cancel(job=job)
        return redirect("imports:run", organization=organization, ref=ref)
    try:
        operations.cancel(run=found, at=now())
    except operations.UnableToApply as problem:
        messages.error(request, str(problem))
        return redirect("imports:run", organization=organization, ref=ref)
    return redirect("imports:index", organization=organization)


@policy("imports", POST="change")
def undo(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Restore what was there before the load."""
    found = visible_or_404(ImportRun, "change", "imports", ref=ref)
    try:
        operations.undo(run=found, at=now())
    except UnableToUndo as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Undone. Everything is as it was before."))
    return redirect("imports:run", organization=organization, ref=ref)


@policy("imports", GET="export")
def refused(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Hand out the refused rows with their reasons; mended, they are imported alone."""
    del request, organization
    found = visible_or_404(ImportRun, "export", "imports", ref=ref)
    return _file(refused_csv(found), f"refused-{found.ref}.csv", "text/csv; charset=utf-8")
