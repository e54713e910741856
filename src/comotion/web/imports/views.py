"""Import: choose a file, see what loading it would do, follow how far it is, and see what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from comotion.core import jobs
from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.models import Job, JobState
from comotion.core.policy import may, policy
from comotion.formats.calendar.components import is_calendar
from comotion.imports import operations
from comotion.imports.calendars import FORMAT
from comotion.imports.intake import Answers
from comotion.imports.models import ImportRun, RunState
from comotion.imports.queries import latest_runs
from comotion.imports.tasks import LARGE_FILE, UNDO, ask_to_read
from comotion.web.imports import presentation
from comotion.web.imports.forms import ColumnsForm, UploadForm
from comotion.web.imports.meetings import MeetingsForm, calendar_page
from comotion.web.imports.pairs import PairsForm

SHOWN_RUNS = 30
AT_WORK = (JobState.WAITING, JobState.RUNNING)
PAGES = {RunState.APPLIED: "imports/result.html", RunState.UNDONE: "imports/result.html"}
WAITING = (RunState.READING, RunState.APPLYING)


@policy("imports", GET="read", POST="create")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """Offer the ways to bring a file, the templates and the past runs; take a file and go to its preview."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            run = _brought(form)
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


def _brought(form: UploadForm) -> ImportRun:
    """Read a file at once, or leave a large one to a worker; the same file sent twice in a row is one run."""
    data, name = form.content
    said = form.answers
    again = operations.just_brought(data=data, file_name=name, at=now())
    if again is not None and said == Answers(None, None, {}):
        return again
    if len(data) <= LARGE_FILE or is_calendar(data[:4096]):
        return operations.preview(
            data=data, file_name=name, kind=said.kind, mapping=said.mapping, choices=said.choices, at=now()
        )
    run = operations.receive(data=data, file_name=name, at=now())
    ask_to_read(run=run, answers=said, at=now())
    return run


@policy("imports", GET="read")
def run(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show a run as it stands: its preview, its progress, or its result."""
    del organization
    found = visible_or_404(ImportRun, "read", "imports", ref=ref)
    job = job_at_work(found)
    if job is not None or found.state in WAITING:
        return render(request, "imports/progress.html", _progress(found, job))
    return page_of(request, found)


def page_of(request: HttpRequest, run: ImportRun, form: ColumnsForm | MeetingsForm | None = None) -> HttpResponse:
    """Show a run that nothing works on; ``form`` is one that was sent and has to be looked at again."""
    template, context = _page(run, request.path, form)
    for action in ("create", "change", "export"):
        context[f"may_{action}"] = may(request.principal, action, "imports")  # type: ignore[attr-defined]
    return render(request, template, context, status=400 if form is not None and form.errors else 200)


def _page(run: ImportRun, path: str, form: Any) -> tuple[str, dict[str, Any]]:
    if run.state in PAGES:
        return PAGES[RunState(run.state)], {**presentation.result_page(run), "stopped": _why_not_undone(run)}
    if not run.inspection:
        return "imports/unread.html", {"run": run}
    if run.inspection.get("format") == FORMAT:
        form = form or MeetingsForm(None, run)
        return "imports/calendar.html", calendar_page(run, form)
    forms = {"form": form or ColumnsForm(None, run), "pairs": PairsForm(None, run)}
    return "imports/run.html", presentation.preview_page(run, path) | forms


def job_at_work(run: ImportRun) -> Job | None:
    """Return the job that works on a run, or waits to."""
    if not run.job_ref or run.state == RunState.CANCELLED:
        return None
    return Job.objects.filter(ref=run.job_ref, state__in=AT_WORK).first()


def _why_not_undone(run: ImportRun) -> str:
    """Return why the last taking back of a run stopped; nothing where it did not."""
    stopped = Job.objects.filter(ref=run.job_ref, kind=UNDO, state=JobState.FAILED).first() if run.job_ref else None
    return stopped.message if stopped is not None and run.state == RunState.APPLIED else ""


def _progress(run: ImportRun, job: Job | None) -> dict[str, object]:
    done, total, word = jobs.progress_of(job) if job else (0, 0, "")
    doing = "undo" if job is not None and job.kind == UNDO else "read" if run.state == RunState.READING else "load"
    begun = job is not None and job.state == JobState.RUNNING
    return {"run": run, "done": done, "total": total, "word": word, "doing": doing, "begun": begun}


@policy("imports", GET="read")
def progress(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Answer the page that asks how far it is; once it is over, send it to the result."""
    found = visible_or_404(ImportRun, "read", "imports", ref=ref)
    job = job_at_work(found)
    if job is None and found.state not in WAITING:
        address = redirect("imports:run", organization=organization, ref=ref).url
        return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else HttpResponseRedirect(address)  # type: ignore[attr-defined]
    return render(request, "imports/progress.html#bar", _progress(found, job))


def say_problem(request: HttpRequest, problem: Exception) -> None:
    """Put why something was not done over the next page."""
    messages.error(request, str(problem))
