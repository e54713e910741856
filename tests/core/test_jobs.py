"""A job runs once, with the rights its person has then, says how far it is, and can be taken back."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from comotion.config import settings as production
from comotion.config import settings_test
from comotion.core import jobs
from comotion.core.jobs import (
    Job,
    JobKind,
    JobRefused,
    JobState,
    Progress,
    cancel,
    enqueue,
    progress_of,
    register_job,
    run_job,
)
from comotion.core.principal import NoPrincipal, Principal, acting_as, current_principal, principal_or_none
from comotion.identity.models import Membership, Organization
from tests.factories import make_member, make_organization, principal_of

AT = dt.datetime(2026, 2, 3, tzinfo=dt.UTC)
Work = Callable[[dict[str, Any], Progress], dict[str, Any]]


class UnableToCount(ValueError):
    """A refusal of ours, with a sentence for people."""

    __module__ = "comotion.counting"


@pytest.fixture(autouse=True)
def _worker_is_away(settings: Any) -> None:
    """Jobs wait until a test lets the worker have them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def planted() -> Iterator[Callable[[Work], None]]:
    """Return a function that makes work known as the kind ``planted``, which needs the right to create imports."""
    yield lambda work: register_job(JobKind("planted", "create", "imports", work))
    jobs._kinds.pop("planted", None)


def run(job: Job) -> Job:
    """Let the worker have the job, as after the commit."""
    with acting_as(None):
        run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_job_runs_with_its_argument_as_its_person(planted: Any, principal: Principal) -> None:
    planted(lambda argument, progress: {"twice": argument["n"] * 2, "by": current_principal().person_id})
    job = run(enqueue("planted", {"n": 21}, at=AT))

    assert (job.state, job.result, job.message) == (JobState.DONE, {"twice": 42, "by": principal.person_id}, "")
    assert job.finished_at is not None


def test_job_belongs_to_the_organization_that_asked(planted: Any, principal: Principal) -> None:
    planted(lambda argument, progress: {})
    job = enqueue("planted", {}, at=AT)
    with acting_as(principal_of(make_member(make_organization("Elsewhere")))):
        assert not Job.objects.exists()

    assert job.owner_org_id == principal.organization_id


def test_job_runs_at_once_in_tests(planted: Any, principal: Principal, settings: Any) -> None:
    settings.TASKS = settings_test.TASKS
    planted(lambda argument, progress: {"done": True})
    job = enqueue("planted", {}, at=AT)
    job.refresh_from_db()

    assert job.result == {"done": True}


@pytest.mark.django_db(transaction=True)
def test_job_reaches_the_queue_with_the_commit_and_not_before(planted: Any, settings: Any) -> None:
    from huey.contrib.djhuey import HUEY

    settings.TASKS = production.TASKS
    planted(lambda argument, progress: {})
    HUEY.flush()
    with acting_as(principal_of(make_member(make_organization()))):
        with transaction.atomic():
            enqueue("planted", {}, at=AT)
            assert HUEY.pending_count() == 0
        assert HUEY.pending_count() == 1
    HUEY.flush()


@pytest.mark.django_db(transaction=True)
def test_job_of_a_transaction_that_was_rolled_back_reaches_no_queue(planted: Any, settings: Any) -> None:
    from huey.contrib.djhuey import HUEY

    def enqueue_and_fail() -> None:
        with transaction.atomic():
            enqueue("planted", {}, at=AT)
            raise KeyError

    settings.TASKS = production.TASKS
    planted(lambda argument, progress: {})
    HUEY.flush()
    with acting_as(principal_of(make_member(make_organization()))), pytest.raises(KeyError):
        enqueue_and_fail()

    assert HUEY.pending_count() == 0


def test_enqueue_refuses_whoever_may_not(planted: Any, organization: Organization) -> None:
    planted(lambda argument, progress: {})
    with acting_as(principal_of(make_member(organization, "auditor"))), pytest.raises(PermissionDenied):
        enqueue("planted", {}, at=AT)

    assert not Job.unscoped.exists()


def test_enqueue_needs_somebody_who_acts(planted: Any, db: None) -> None:
    planted(lambda argument, progress: {})
    with pytest.raises(NoPrincipal):
        enqueue("planted", {}, at=AT)


@pytest.mark.parametrize("state", ["invited", "suspended", "removed"])
def test_job_of_a_person_who_is_no_longer_active_fails(
    planted: Any, principal: Principal, member: Membership, state: str, quiet: None
) -> None:
    planted(lambda argument, progress: {"leaked": True})
    job = enqueue("planted", {}, at=AT)
    Membership.unscoped.filter(pk=member.pk).update(state=state)
    run(job)

    assert (job.state, job.result) == (JobState.FAILED, {})
    assert job.message == "Whoever asked for this is no longer active here."


def test_job_of_a_deactivated_person_fails(planted: Any, principal: Principal, member: Membership, quiet: None) -> None:
    planted(lambda argument, progress: {"leaked": True})
    job = enqueue("planted", {}, at=AT)
    member.person.is_active = False
    member.person.save()

    assert run(job).state == JobState.FAILED


def test_job_of_a_person_who_lost_the_right_fails(
    planted: Any, principal: Principal, member: Membership, quiet: None
) -> None:
    planted(lambda argument, progress: {"leaked": True})
    job = enqueue("planted", {}, at=AT)
    Membership.unscoped.filter(pk=member.pk).update(role="auditor")
    run(job)

    assert (job.state, job.message) == (JobState.FAILED, "Whoever asked for this may no longer do it.")


def test_job_says_the_sentence_of_our_own_refusals(planted: Any, principal: Principal, quiet: None) -> None:
    def refuse(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
        raise UnableToCount("The file has no rows.")

    planted(refuse)

    assert run(enqueue("planted", {}, at=AT)).message == "The file has no rows."


def test_job_keeps_errors_of_libraries_to_the_log(
    planted: Any, principal: Principal, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
        raise KeyError("secret of a customer")

    planted(fail)
    job = run(enqueue("planted", {}, at=AT))

    assert (job.state, job.message) == (
        JobState.FAILED,
        "Something went wrong on our side. The server's log has the details.",
    )
    assert "secret of a customer" in caplog.text


def test_job_that_is_refused_leaves_a_sentence_and_no_traceback(
    planted: Any, principal: Principal, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
        raise JobRefused("The mail server is away.")

    planted(refuse)
    job = run(enqueue("planted", {}, at=AT))

    assert (job.state, job.message) == (JobState.FAILED, "The mail server is away.")
    assert [(one.levelname, one.exc_info) for one in caplog.records] == [("WARNING", None)]


def test_job_of_an_unknown_kind_fails_and_the_worker_lives_on(planted: Any, principal: Principal, quiet: None) -> None:
    planted(lambda argument, progress: {})
    job = enqueue("planted", {}, at=AT)
    jobs._kinds.pop("planted")

    assert run(job).state == JobState.FAILED


def test_job_runs_once(planted: Any, principal: Principal) -> None:
    runs: list[int] = []
    planted(lambda argument, progress: {"runs": runs.append(1)})
    job = enqueue("planted", {}, at=AT)
    run(job)
    run(job)

    assert runs == [1]


def test_job_that_is_gone_is_left_alone(db: None) -> None:
    run_job.call(12345)

    assert not Job.unscoped.exists()


def test_job_reports_its_progress(planted: Any, principal: Principal) -> None:
    seen: list[tuple[int, int, str]] = []

    def work(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
        progress(3, 10, "Reading")
        seen.append(progress_of(job))
        return {}

    planted(work)
    job = enqueue("planted", {}, at=AT)
    assert progress_of(job) == (0, 0, "")
    run(job)

    assert seen == [(3, 10, "Reading")]


def test_waiting_job_that_is_cancelled_never_runs(planted: Any, principal: Principal) -> None:
    planted(lambda argument, progress: {"ran": True})
    job = enqueue("planted", {}, at=AT)
    cancel(job=job)
    run(job)

    assert (job.state, job.result) == (JobState.CANCELLED, {})


def test_running_job_stops_at_its_next_report(planted: Any, principal: Principal) -> None:
    done: list[int] = []

    def work(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
        for number in range(5):
            progress(number, 5)
            done.append(number)
            if number == 1:
                cancel(job=job)
        return {}

    planted(work)
    job = enqueue("planted", {}, at=AT)
    run(job)

    assert (job.state, done) == (JobState.CANCELLED, [0, 1])


def test_scheduled_work_of_an_organization_has_no_person(planted: Any, organization: Organization) -> None:
    planted(lambda argument, progress: {"person": current_principal().person_id})
    with acting_as(Principal(organization.pk, "owner")):
        job = enqueue("planted", {}, at=AT)

    assert run(job).result == {"person": None}


def test_nobody_acts_after_a_job(planted: Any, principal: Principal) -> None:
    planted(lambda argument, progress: {})
    job = enqueue("planted", {}, at=AT)
    with acting_as(None):
        run_job.call(job.pk)
        assert principal_or_none() is None


def test_kinds_are_listed_by_name(planted: Any) -> None:
    planted(lambda argument, progress: {})

    assert "planted" in [kind.name for kind in jobs.job_kinds()]


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """The failure that a test provokes need not be printed."""
    caplog.set_level(logging.CRITICAL)
