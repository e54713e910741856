"""Jobs: registered by name, queued on commit, run with the asking person's rights, with progress and cancel."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django_tasks import task

from comotion.core.clock import now
from comotion.core.events import publish
from comotion.core.models import Job, JobState
from comotion.core.policy import require
from comotion.core.principal import Principal, acting_as, current_principal

PROGRESS_SECONDS = 24 * 3600
logger = logging.getLogger(__name__)


class JobRefused(RuntimeError):
    """A job that could not be done for a reason that its sentence names: no fault of the program, so no traceback."""


class UnableToRunJob(JobRefused):
    """The job was refused before it began; the message says why."""


class Cancelled(Exception):
    """The person who asked for the job took it back."""


@dataclass(frozen=True, slots=True)
class JobFinished:
    """Long work ended, well or not; who asked for it is None for an organization's own scheduled work."""

    organization_id: int
    person_id: int | None
    kind: str
    ref: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What a running job reports to.

    It lives in the cache, not in the database: a job works in one transaction, and a row written inside it would be
    seen by nobody before the end.
    """

    job_ref: str

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Store how far the job is and stop it if it was cancelled."""
        cache.set(f"progress:{self.job_ref}", (done, total, message), PROGRESS_SECONDS)
        if cache.get(f"cancel:{self.job_ref}"):
            raise Cancelled


def progress_of(job: Job) -> tuple[int, int, str]:
    """Return how many of how many are done, and a word about it."""
    found: tuple[int, int, str] | None = cache.get(f"progress:{job.ref}")
    return found or (0, 0, "")


@dataclass(frozen=True, slots=True)
class JobKind:
    """A registered kind of job: what it needs the right to do, and the function that does it."""

    name: str
    action: str
    resource: str
    run: Callable[[dict[str, Any], Progress], dict[str, Any]]


_kinds: dict[str, JobKind] = {}


def register_job(kind: JobKind) -> None:
    """Make ``kind`` known; called from ``config/subscriptions.py``."""
    _kinds[kind.name] = kind


def job_kinds() -> tuple[JobKind, ...]:
    """Return every registered kind, for the census of the isolation test."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def enqueue(kind: str, argument: dict[str, Any], *, at: dt.datetime) -> Job:
    """Ask for a job in the name of whoever acts; it starts after the running transaction has committed."""
    principal = current_principal()
    require(principal, _kinds[kind].action, _kinds[kind].resource)
    job = Job.objects.create(
        owner_org_id=principal.organization_id,
        kind=kind,
        argument=argument,
        person_id=principal.person_id,
        role=principal.role,
        requested_at=at,
    )
    run_job.enqueue(job.pk)
    return job


def cancel(*, job: Job) -> None:
    """Ask a waiting or running job to stop."""
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(state=JobState.CANCELLED)
    cache.set(f"cancel:{job.ref}", True, PROGRESS_SECONDS)  # noqa: FBT003  (a cache value, not a flag argument)


@task()
def run_job(job_id: int) -> None:
    """Run one queued job, once, with the rights that its person has now."""
    if not Job.unscoped.filter(pk=job_id, state=JobState.WAITING).update(state=JobState.RUNNING):
        return
    job = Job.unscoped.get(pk=job_id)
    state, message, result = _outcome(job)
    Job.unscoped.filter(pk=job_id).update(state=state, message=message, result=result, finished_at=now())
    publish(JobFinished(job.owner_org_id, job.person_id, job.kind, job.ref))


def _outcome(job: Job) -> tuple[str, str, dict[str, Any]]:
    try:
        with acting_as(_principal_of(job)) as principal:
            kind = _kinds[job.kind]
            require(principal, kind.action, kind.resource)
            return JobState.DONE, "", kind.run(job.argument, Progress(job.ref))
    except Cancelled:
        return JobState.CANCELLED, "", {}
    except JobRefused as refused:
        logger.warning("Job %s (%s) was not done: %s", job.ref, job.kind, refused)
        return JobState.FAILED, str(refused), {}
    except Exception as problem:
        logger.exception("Job %s (%s) failed", job.ref, job.kind)
        return JobState.FAILED, _sentence(problem), {}


def _principal_of(job: Job) -> Principal:
    """Take the role from the membership as it is now, not as it was when the job was asked for."""
    from django.apps import apps  # noqa: PLC0415  (core knows no business model: looked up by name)

    if job.person_id is None:
        return Principal(job.owner_org_id, job.role)
    membership = (
        apps.get_model("identity", "Membership")
        .unscoped.filter(
            person_id=job.person_id, organization_id=job.owner_org_id, state="active", person__is_active=True
        )
        .select_related("organization")
        .first()
    )
    if membership is None:
        raise UnableToRunJob(_("Whoever asked for this is no longer active here."))
    return Principal(job.owner_org_id, membership.role, job.person_id, membership.scopes)


def _sentence(problem: Exception) -> str:
    """Return what a person may read: our own exceptions are written for that, those of libraries are not."""
    if isinstance(problem, PermissionDenied):
        return _("Whoever asked for this may no longer do it.")
    if type(problem).__module__.startswith("comotion.") and str(problem):
        return str(problem)
    return _("Something went wrong on our side. The server's log has the details.")
