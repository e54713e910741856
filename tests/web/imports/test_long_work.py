"""Large files: read, loaded and taken back by a worker, followed, left, cancelled; and the same thing sent twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comotion.accounts.models import Opportunity
from comotion.core.jobs import run_job
from comotion.core.models import Job, JobState
from comotion.core.principal import acting_as
from comotion.imports import tasks
from comotion.imports.models import ImportRun, RunState
from tests.conftest import MemberClient

HOME = "/o/northwind-cloud/import/"
HEAD = "Opportunity ID,Opportunity Name,Stage,Amount,Close Date\n"
DEAL = "O{0},Deal {0},Proposal,100,2026-03-01\n"


@pytest.fixture
def client(member_client: MemberClient) -> Client:
    return member_client("analyst")


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a few rows counts as a large one."""
    monkeypatch.setattr("comotion.web.imports.views.LARGE_FILE", 100)
    monkeypatch.setattr("comotion.web.imports.answering.LARGE_FILE", 100)
    monkeypatch.setattr("comotion.web.imports.loading.LARGE_RUN", 2)


@pytest.fixture
def busy(settings: Any) -> None:
    """No worker is free: jobs wait."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def work(run: ImportRun) -> Job:
    """Let a worker have the job of a run, and return what became of it."""
    job = Job.unscoped.get(ref=ImportRun.unscoped.get(pk=run.pk).job_ref)
    with acting_as(None):
        run_job.call(job.pk)
    run.refresh_from_db()
    job.refresh_from_db()
    return job


def deals(count: int, head: str = HEAD) -> str:
    return head + "".join(DEAL.format(number) for number in range(count))


def sent(client: Client, text: str, name: str = "deals.csv") -> ImportRun:
    response = client.post(HOME, {"file": SimpleUploadedFile(name, text.encode())})
    assert response.status_code == 302
    return ImportRun.unscoped.get(ref=response.url.rstrip("/").rpartition("/")[2])


def shown(client: Client, run: ImportRun) -> str:
    return " ".join(client.get(f"{HOME}{run.ref}/").content.decode().split())


@pytest.mark.usefixtures("busy")
def test_large_file_is_read_by_a_worker_and_followed(client: Client) -> None:
    run = sent(client, deals(5))
    reading = shown(client, run)
    job = work(run)

    assert "deals.csv is being read." in reading
    assert "Waiting for a worker" in reading
    assert (job.state, run.state, run.created) == (JobState.DONE, RunState.PREVIEWED, 5)
    assert "All 5 rows can be loaded." in shown(client, run)


@pytest.mark.usefixtures("busy")
def test_reading_is_cancelled_and_nothing_of_it_is_kept(client: Client) -> None:
    run = sent(client, deals(5))
    cache.set(f"cancel:{ImportRun.unscoped.get(pk=run.pk).job_ref}", True)
    job = work(run)

    assert (run.state, bytes(run.content), job.state) == (RunState.CANCELLED, b"", JobState.CANCELLED)
    assert "Reading this file was cancelled. Nothing of it is kept." in shown(client, run)


@pytest.mark.usefixtures("busy")
def test_waiting_file_is_put_aside_by_cancel(client: Client) -> None:
    run = sent(client, deals(5))

    client.post(f"{HOME}{run.ref}/cancel/")
    job = work(run)

    assert (run.state, bytes(run.content), job.state) == (RunState.CANCELLED, b"", JobState.CANCELLED)


@pytest.mark.usefixtures("busy")
def test_file_whose_worker_died_can_be_put_aside(client: Client) -> None:
    run = sent(client, deals(5))
    Job.unscoped.update(state=JobState.RUNNING)

    client.post(f"{HOME}{run.ref}/cancel/")

    run.refresh_from_db()
    assert (run.state, bytes(run.content)) == (RunState.CANCELLED, b"")
    assert "Reading this file was cancelled." in shown(client, run)


def test_what_cannot_be_read_is_said_on_its_page(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = sent(client, "%PDF-1.7" + " " * 200, "list.pdf")

    run.refresh_from_db()
    assert (run.state, bytes(run.content)) == (RunState.FAILED, b"")
    assert "list.pdf is a PDF, not a table" in shown(client, run)
    assert "Bring another file" in shown(client, run)


def test_large_file_is_read_again_with_other_answers(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = sent(client, deals(5).replace("2026-03-01", "03/04/2026"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{run.ref}/mend/", {"key": "Close Date", "value": "mdy"})

    run.refresh_from_db()
    assert (run.state, run.created, run.choices) == (RunState.PREVIEWED, 5, {"Close Date": "mdy"})


def test_answer_that_cannot_be_used_leaves_the_file_as_it_was_understood(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = sent(client, deals(5))
    mapping = SimpleUploadedFile("m.json", b'{"columns": {"Nothing": "name"}, "kind": "opportunities"}')
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{run.ref}/mapping/", {"mapping": mapping})

    run.refresh_from_db()
    assert (run.state, run.created) == (RunState.PREVIEWED, 5)
    assert "does not have" in shown(client, run)


def test_large_run_is_taken_back_by_a_worker(
    client: Client, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = sent(client, deals(5))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{run.ref}/load/")
    before = Opportunity.unscoped.count()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    client.post(f"{HOME}{run.ref}/undo/")
    client.post(f"{HOME}{run.ref}/undo/")
    going = shown(client, run)
    job = work(run)

    assert (before, Opportunity.unscoped.count(), run.state, job.state) == (5, 0, RunState.UNDONE, JobState.DONE)
    assert Job.unscoped.filter(kind=tasks.UNDO).count() == 1
    assert "deals.csv is being taken back." in going
    assert "This import was undone." in shown(client, run)


def test_why_a_large_run_was_not_taken_back_is_said(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = sent(client, deals(5))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{run.ref}/load/")
    Opportunity.unscoped.filter(external_id="O3").update(stage="Won")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{run.ref}/undo/")

    run.refresh_from_db()
    assert run.state == RunState.APPLIED
    assert "It was not undone: “Deal 3” was changed after this import" in shown(client, run)


def test_undo_tells_how_far_it_is_and_can_be_cancelled(
    client: Client, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = sent(client, deals(5))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{run.ref}/load/")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    client.post(f"{HOME}{run.ref}/undo/")
    ref = ImportRun.unscoped.get(pk=run.pk).job_ref
    cache.set(f"cancel:{ref}", True)
    job = work(run)

    assert (run.state, job.state, Opportunity.unscoped.count()) == (RunState.APPLIED, JobState.CANCELLED, 5)
    assert cache.get(f"progress:{ref}")[:2] == (5, 5)


def test_form_sent_twice_is_one_run(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = sent(client, deals(5))
        second = sent(client, deals(5))
        other = sent(client, deals(4))

    assert (first.pk, ImportRun.unscoped.count()) == (second.pk, 2)
    assert other.pk != first.pk


def test_file_sent_again_after_it_was_loaded_is_a_new_run(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = sent(client, deals(5))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{first.ref}/load/")
        again = sent(client, deals(5))

    again.refresh_from_db()
    assert (again.pk != first.pk, again.unchanged) == (True, 5)


def test_load_of_a_page_that_is_out_of_date_is_held_back(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = sent(client, deals(5))
    old = shown(client, run).partition('name="seen" value="')[2].partition('"')[0]
    fields = {"kind": "opportunities", "column_0": "external_id", "column_1": "name"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{run.ref}/columns/", fields)

    answer = client.post(f"{HOME}{run.ref}/load/", {"seen": old}, follow=True)

    assert "This file was read again with other answers since you looked." in answer.content.decode()
    assert Job.unscoped.filter(kind=tasks.JOB).count() == 0


def test_load_sent_twice_is_one_job(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = sent(client, deals(5))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{HOME}{run.ref}/load/")
        client.post(f"{HOME}{run.ref}/load/")

    assert Job.unscoped.filter(kind=tasks.JOB).count() == 1
    assert Opportunity.unscoped.count() == 5
