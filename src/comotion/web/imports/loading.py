"""Loading a file that was looked at, stopping it, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comotion.core import jobs
from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.imports import operations
from comotion.imports.models import ImportRun, RunState
from comotion.imports.tasks import LARGE_RUN, ask_to_load, ask_to_undo
from comotion.imports.undoing import UnableToUndo
from comotion.web.imports.presentation import seen_mark
from comotion.web.imports.views import job_at_work, say_problem


@policy("imports", POST="create")
def load(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Load the rows in a worker, as they were looked at."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    if found.state not in {RunState.PREVIEWED, RunState.FAILED}:
        messages.error(request, _("This file is not waiting to be loaded."))
    elif request.POST.get("seen", seen_mark(found)) != seen_mark(found):
        messages.error(request, _("This file was read again with other answers since you looked. Check it once more."))
    elif job_at_work(found) is None:
        ask_to_load(run=found, at=now())
    return redirect("imports:run", organization=organization, ref=ref)


@policy("imports", POST="create")
def cancel(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Stop what is at work, or put a file aside that was not loaded."""
    found = visible_or_404(ImportRun, "create", "imports", ref=ref)
    job = job_at_work(found)
    if job is not None:
        jobs.cancel(job=job)
    if job is not None and found.state != RunState.READING:
        return redirect("imports:run", organization=organization, ref=ref)
    try:
        operations.cancel(run=found, at=now())
    except operations.UnableToApply as problem:
        say_problem(request, problem)
        return redirect("imports:run", organization=organization, ref=ref)
    return redirect("imports:index", organization=organization)


@policy("imports", POST="change")
def undo(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Restore what was there before the load; a large one is left to a worker."""
    found = visible_or_404(ImportRun, "change", "imports", ref=ref)
    if found.rows > LARGE_RUN and found.state == RunState.APPLIED:
        if job_at_work(found) is None:
            ask_to_undo(run=found, at=now())
        return redirect("imports:run", organization=organization, ref=ref)
    try:
        operations.undo(run=found, at=now())
    except UnableToUndo as problem:
        say_problem(request, problem)
    else:
        messages.success(request, _("Undone. Everything is as it was before."))
    return redirect("imports:run", organization=organization, ref=ref)
